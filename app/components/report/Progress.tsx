import { BlockStack, ProgressBar, Text } from '@shopify/polaris';
import { Figures } from '../Figures.tsx';
import { formatNumber, formatShare } from '../formats.ts';
import { Section } from '../Section.tsx';
import { reportTexts as t } from '../texts/report.ts';
import { type CampaignCredits, netCredits } from './CreditsTable.tsx';
import { type Counts, countOf, totalOf, waitingOf } from './counts.ts';

/** How far the campaign is, in one bar and four numbers. */
export function Progress({ counts, credits }: { counts: Counts; credits: CampaignCredits }) {
  const all = totalOf(counts);
  const done = all - waitingOf(counts);
  const delivered = countOf(counts, 'delivered');
  const open = countOf(counts, 'handed_over', 'unknown');
  const not = countOf(counts, 'failed', 'no_report', 'refused', 'left_out', 'presumed_not_sent', 'not_sent');
  return (
    <Section title={t.progress}>
      <BlockStack gap="200">
        <Text as="p" id="campaign-progress">
          {t.handedOver(done, all)}
        </Text>
        <ProgressBar
          progress={all === 0 ? 0 : Math.floor((done / all) * 100)}
          size="small"
          tone="success"
          ariaLabelledBy="campaign-progress"
        />
      </BlockStack>
      <Figures
        figures={[
          { label: t.delivered, value: formatNumber(delivered), note: formatShare(delivered, all) },
          { label: t.waitingForReport, value: formatNumber(open), note: formatShare(open, all) },
          { label: t.notDelivered, value: formatNumber(not), note: formatShare(not, all) },
          { label: t.cost, value: formatNumber(netCredits(credits)), note: t.costNote },
        ]}
      />
    </Section>
  );
}
