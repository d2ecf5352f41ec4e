import { BlockStack, Link, Text } from '@shopify/polaris';
import { type ExclusionReason, exclusionReasons } from '../../core/campaigns/audience.ts';
import type { QuoteLine } from '../../core/campaigns/campaign-events.ts';
import { countryName, formatNumber } from '../formats.ts';
import { PlainTable } from '../PlainTable.tsx';
import { Section } from '../Section.tsx';
import { exclusionTexts } from '../texts/common.ts';
import { reviewTexts as t } from '../texts/review.ts';

type WhoProps = {
  campaignId: number;
  /** Whom it is for, in words. */
  whom?: string;
  audience: number;
  recipients: number;
  /** How many are not texted, by reason. */
  excluded: Readonly<Record<string, number>>;
  lines: readonly QuoteLine[];
};

/** How many get it, and how many do not, each reason with the list of people behind it. */
export function WhoGetsIt({ campaignId, whom, audience, recipients, excluded, lines }: WhoProps) {
  const fallbacks = lines.reduce((sum, line) => sum + (line.fallbacks ?? 0), 0);
  return (
    <Section title={t.whoGetsIt}>
      {whom === undefined ? null : <Text as="p">{t.whom(whom)}</Text>}
      <Text as="p" fontWeight="semibold">
        {t.gets(recipients, audience)}
      </Text>
      {fallbacks === 0 ? null : <Text as="p">{t.fallbacks(fallbacks)}</Text>}
      <LeftOutTable campaignId={campaignId} excluded={excluded} heading={t.leftOutHeading} />
    </Section>
  );
}

type LeftOutProps = Pick<WhoProps, 'excluded'> & {
  /** Null where there is no list to open. */
  campaignId: number | null;
  heading?: string;
  /** Without the explanations: on a page where they are not the point. */
  brief?: boolean;
};

export function LeftOutTable({ campaignId, excluded, heading, brief = false }: LeftOutProps) {
  const reasons = exclusionReasons.filter((reason) => (excluded[reason] ?? 0) > 0);
  if (reasons.length === 0) {
    return null;
  }
  return (
    <BlockStack gap="200">
      {heading === undefined ? null : (
        <Text as="h3" variant="headingSm">
          {heading}
        </Text>
      )}
      <PlainTable
        caption={t.leftOutCaption}
        columns={[{ title: t.reason }, { title: t.people, numeric: true }]}
        rows={reasons.map((reason) => ({
          key: reason,
          cells: [
            <ReasonCell key="reason" campaignId={campaignId} reason={reason} brief={brief} />,
            formatNumber(excluded[reason] ?? 0),
          ],
        }))}
      />
    </BlockStack>
  );
}

type ReasonProps = { campaignId: number | null; reason: ExclusionReason; brief: boolean };

function ReasonCell({ campaignId, reason, brief }: ReasonProps) {
  const { label, meaning } = exclusionTexts[reason];
  return (
    <BlockStack>
      {campaignId === null || reason === 'not_synced_yet' ? (
        label
      ) : (
        <Link url={`/app/campaigns/${campaignId}/left-out/${reason}`}>{label}</Link>
      )}
      {brief ? null : (
        <Text as="span" variant="bodySm" tone="subdued">
          {meaning}
        </Text>
      )}
    </BlockStack>
  );
}

type CostProps = { lines: readonly QuoteLine[]; recipients: number; ceiling: number };

/** The price of every text, added up: the most that will ever be charged. */
export function Cost({ lines, recipients, ceiling }: CostProps) {
  return (
    <Section title={t.cost}>
      <PlainTable
        caption={t.costCaption}
        columns={[
          { title: t.country },
          { title: t.partsEach, numeric: true },
          { title: t.people, numeric: true },
          { title: t.credits, numeric: true },
        ]}
        rows={byCountry(lines).map((line) => ({
          key: `${line.country}-${line.parts}`,
          cells: [
            countryName(line.country),
            formatNumber(line.parts),
            formatNumber(line.recipients),
            formatNumber(line.credits),
          ],
        }))}
        total={[t.total, '', formatNumber(recipients), formatNumber(ceiling)]}
      />
      <BlockStack gap="100">
        <Text as="p" fontWeight="semibold">
          {t.ceiling(ceiling)}
        </Text>
        <Text as="p" tone="subdued">
          {t.ceilingBody}
        </Text>
      </BlockStack>
    </Section>
  );
}

/** The countries that cost most first, each with its short texts before its long ones. */
function byCountry(lines: readonly QuoteLine[]): QuoteLine[] {
  const totals = new Map<string, number>();
  for (const { country, credits } of lines) {
    totals.set(country, (totals.get(country) ?? 0) + credits);
  }
  const totalOf = (line: QuoteLine) => totals.get(line.country) ?? 0;
  return [...lines].sort(
    (a, b) => totalOf(b) - totalOf(a) || a.country.localeCompare(b.country) || a.parts - b.parts,
  );
}
