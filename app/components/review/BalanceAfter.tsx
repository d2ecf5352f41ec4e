import { Banner, Link, Text } from '@shopify/polaris';
import { formatNumber } from '../formats.ts';
import { PlainTable } from '../PlainTable.tsx';
import { Section } from '../Section.tsx';
import { reviewTexts as t } from '../texts/review.ts';

type Props = { campaignId: number; available: number; ceiling: number };

/** The balance now and after; or how many credits are missing and where to get them. */
export function BalanceAfter({ campaignId, available, ceiling }: Props) {
  const after = available - ceiling;
  return (
    <Section title={t.balance}>
      <PlainTable
        caption={t.balance}
        columns={[{ title: t.balance }, { title: t.credits, numeric: true }]}
        rows={[
          { key: 'now', cells: [t.balanceNow, formatNumber(available)] },
          { key: 'held', cells: [after < 0 ? t.balanceNeeded : t.balanceHeld, formatNumber(ceiling)] },
        ]}
        {...(after < 0 ? {} : { total: [t.balanceAfter, formatNumber(after)] })}
      />
      {after < 0 ? (
        <Banner tone="warning">
          <Text as="p">
            {t.missing(-after)}{' '}
            <Link url={`/app/credits?back=/app/campaigns/${campaignId}/review`}>{t.getCredits}</Link>
          </Text>
        </Banner>
      ) : null}
    </Section>
  );
}
