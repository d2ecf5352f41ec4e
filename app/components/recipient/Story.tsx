import type { StoryEntry } from '../../core/campaigns/recipient-story.ts';
import { formatMoment } from '../formats.ts';
import { PlainTable } from '../PlainTable.tsx';
import { Section } from '../Section.tsx';
import { storyText, recipientTexts as t } from '../texts/recipient.ts';

type Props = {
  entries: StoryEntry[];
  timeZone: string;
};

/** Everything that happened to one text, in order. */
export function Story({ entries, timeZone }: Props) {
  return (
    <Section title={t.story}>
      <PlainTable
        caption={t.story}
        columns={[{ title: t.when }, { title: t.what }]}
        rows={entries.map((entry, index) => ({
          key: `${index}`,
          cells: [
            <time key="when" dateTime={entry.at}>
              {formatMoment(entry.at, timeZone)}
            </time>,
            storyText(entry),
          ],
        }))}
      />
    </Section>
  );
}
