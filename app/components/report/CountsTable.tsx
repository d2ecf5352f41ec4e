import { BlockStack, Link, Text } from '@shopify/polaris';
import { recipientStates } from '../../core/delivery/recipient-state.ts';
import { formatNumber, formatShare } from '../formats.ts';
import { PlainTable } from '../PlainTable.tsx';
import { stateTexts } from '../texts/common.ts';
import { reportTexts as t } from '../texts/report.ts';
import { type Counts, totalOf } from './counts.ts';

type Props = {
  counts: Counts;
  /** Leads to the list of recipients in a state. */
  urlOf: (state: string) => string;
};

/** Every recipient in exactly one row, so that the rows add up to the audience. */
export function CountsTable({ counts, urlOf }: Props) {
  const all = totalOf(counts);
  return (
    <PlainTable
      caption={t.countsCaption}
      columns={[{ title: t.state }, { title: t.people, numeric: true }, { title: t.share, numeric: true }]}
      rows={recipientStates
        .filter((state) => (counts[state] ?? 0) > 0)
        .map((state) => ({
          key: state,
          cells: [
            <BlockStack key="state">
              <Link url={urlOf(state)}>{stateTexts[state].label}</Link>
              <Text as="span" variant="bodySm" tone="subdued">
                {stateTexts[state].meaning}
              </Text>
            </BlockStack>,
            formatNumber(counts[state] ?? 0),
            formatShare(counts[state] ?? 0, all),
          ],
        }))}
      total={[t.total(all), formatNumber(all), '']}
    />
  );
}
