import { BlockStack, Box, InlineGrid, Link, Text } from '@shopify/polaris';
import type { Pack } from '../../core/billing/price-list.ts';
import { formatMoney } from '../formats.ts';
import { Section } from '../Section.tsx';
import { billingTexts as t } from '../texts/billing.ts';
import { PostButton } from './PostButton.tsx';

type Props = { packs: readonly Pack[]; commandId: string; back: string | null };

/** The packs, each with its price and a button that leads to Shopify. */
export function BuyCredits({ packs, commandId, back }: Props) {
  return (
    <Section title={t.buyTitle}>
      <Text as="p">{t.buyNote}</Text>
      <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="300">
        {packs.map((pack) => (
          <PackCard key={pack.credits} pack={pack} commandId={commandId} back={back} />
        ))}
      </InlineGrid>
      {back === null ? null : <Link url={back}>{t.back}</Link>}
    </Section>
  );
}

function PackCard({ pack, commandId, back }: { pack: Pack } & Omit<Props, 'packs'>) {
  const price = formatMoney(pack.price);
  const fields = { intent: 'buy', credits: String(pack.credits), commandId };
  return (
    <Box padding="300" borderWidth="025" borderColor="border" borderRadius="200">
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm">
          {t.pack(pack.credits)}
        </Text>
        <Text as="p" variant="headingLg">
          {price}
        </Text>
        <Text as="p" tone="subdued">
          {t.perCredit(perCredit(pack))}
          {pack.price.cents < pack.list.cents ? `, ${t.insteadOf(formatMoney(pack.list))}` : ''}
        </Text>
        <PostButton
          fields={back === null ? fields : { ...fields, back }}
          label={t.buy}
          accessibilityLabel={t.buyThis(pack.credits, price)}
        />
      </BlockStack>
    </Box>
  );
}

/** A credit costs cents, so it needs more digits than money has. */
const perCredit = ({ price, credits }: Pack): string =>
  new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency: price.currency,
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: 4,
  }).format(price.cents / 100 / credits);
