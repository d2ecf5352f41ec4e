import { Text } from '@shopify/polaris';
import type { QuoteLine } from '../../core/campaigns/campaign-events.ts';
import { countriesBySender, type Senders } from '../../core/messaging/senders-by-country.ts';
import { countryNames } from '../formats.ts';
import { PlainTable } from '../PlainTable.tsx';
import { Section } from '../Section.tsx';
import { reviewTexts as t } from '../texts/review.ts';

/** Which sender the people of each country see. */
export function FromWhom({ from, lines }: { from: Senders; lines: readonly QuoteLine[] }) {
  const senders = [
    ...countriesBySender(
      from,
      lines.map(({ country }) => country),
    ),
  ];
  return (
    <Section title={t.fromWhom}>
      {senders.length === 1 ? (
        senders.map(([sender]) => (
          <Text as="p" key={sender}>
            {t.fromOne(sender)}
          </Text>
        ))
      ) : (
        <PlainTable
          caption={t.fromCaption}
          columns={[{ title: t.sender }, { title: t.seenIn }]}
          rows={senders.map(([sender, countries]) => ({
            key: sender,
            cells: [sender, countryNames(countries)],
          }))}
        />
      )}
    </Section>
  );
}
