import { Badge, Banner, BlockStack, Box, InlineGrid, InlineStack, Text } from '@shopify/polaris';
import type { Plan, PlanOffer } from '../../core/billing/price-list.ts';
import { formatDay, formatMoney } from '../formats.ts';
import { Section } from '../Section.tsx';
import { billingTexts as t } from '../texts/billing.ts';
import { PostButton } from './PostButton.tsx';

type Props = {
  plans: readonly PlanOffer[];
  plan: Plan;
  frozen: boolean;
  renewsAt: string | null;
  timeZone: string;
  commandId: string;
};

/** What the shop pays every 30 days, and for what. */
export function PlanCard({ plans, plan, frozen, renewsAt, timeZone, commandId }: Props) {
  return (
    <Section title={t.planTitle}>
      {frozen ? (
        <Banner tone="warning" title={t.frozenTitle}>
          {t.frozen}
        </Banner>
      ) : null}
      <Text as="p">{t.planNote}</Text>
      <InlineGrid columns={{ xs: 1, sm: 3 }} gap="300">
        {plans.map((offer) => (
          <Box key={offer.plan} padding="300" borderWidth="025" borderColor="border" borderRadius="200">
            <BlockStack gap="200">
              <InlineStack gap="200" blockAlign="center">
                <Text as="h3" variant="headingSm">
                  {t.plans[offer.plan]}
                </Text>
                {offer.plan === plan ? <Badge tone="success">{t.current}</Badge> : null}
              </InlineStack>
              <Text as="p">{offer.price.cents === 0 ? t.nothing : t.perMonth(formatMoney(offer.price))}</Text>
              <Text as="p" tone="subdued">
                {t.discount(offer.discountPercent)}
              </Text>
              {offer.plan === plan ? null : (
                <PostButton
                  fields={{ intent: 'plan', plan: offer.plan, commandId }}
                  label={t.choose}
                  accessibilityLabel={t.chooseThis(t.plans[offer.plan])}
                />
              )}
            </BlockStack>
          </Box>
        ))}
      </InlineGrid>
      {renewsAt === null ? null : (
        <Text as="p" tone="subdued">
          {t.renews(formatDay(renewsAt, timeZone))}
        </Text>
      )}
    </Section>
  );
}
