import { BlockStack, Text } from '@shopify/polaris';
import { formatNumber, formatShare } from '../formats.ts';
import { PlainTable } from '../PlainTable.tsx';
import { Section } from '../Section.tsx';
import { reportTexts as t } from '../texts/report.ts';

type Props = {
  clicks: {
    links: { destination: string; people: number; clicks: number; machines: number }[];
    optOut: { opened: number; pressed: number } | null;
  };
  /** How many were texted: the whole of the shares. */
  texted: number;
};

/** Who opened the links of the text: people, and apart from them the machines that do. Nothing for a text without links. */
export function ClicksCard({ clicks: { links, optOut }, texted }: Props) {
  if (links.length === 0 && optOut === null) {
    return null;
  }
  const machines = links.reduce((all, link) => all + link.machines, 0);
  return (
    <Section title={t.links}>
      <BlockStack gap="300">
        {links.length === 0 ? null : (
          <PlainTable
            caption={t.linksCaption}
            columns={[
              { title: t.link },
              { title: t.people, numeric: true },
              { title: t.share, numeric: true },
              { title: t.opened, numeric: true },
            ]}
            rows={links.map((link, index) => ({
              key: `${index}`,
              cells: [
                link.destination,
                formatNumber(link.people),
                formatShare(link.people, texted),
                <BlockStack key="opened">
                  <Text as="span">{formatNumber(link.clicks - link.machines)}</Text>
                  {link.machines === 0 ? null : (
                    <Text as="span" variant="bodySm" tone="subdued">
                      {t.machines(link.machines)}
                    </Text>
                  )}
                </BlockStack>,
              ],
            }))}
          />
        )}
        {optOut === null ? null : <Text as="p">{t.optOutPage(optOut.opened, optOut.pressed)}</Text>}
        {machines === 0 ? null : (
          <Text as="p" tone="subdued">
            {t.machinesNote}
          </Text>
        )}
      </BlockStack>
    </Section>
  );
}
