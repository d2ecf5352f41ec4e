import { Form, useNavigation } from '@remix-run/react';
import { Banner, BlockStack, Box, Button, FormLayout, Select, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import type { Money } from '../../core/billing/money.ts';
import type { Pack } from '../../core/billing/price-list.ts';
import { formatDay, formatMoney } from '../formats.ts';
import { Section } from '../Section.tsx';
import { billingTexts as t } from '../texts/billing.ts';
import { PostButton } from './PostButton.tsx';

type Props = {
  topUp: {
    on: boolean;
    credits: number;
    threshold: number;
    ceiling: Money;
    waitsUntil: string | null;
  } | null;
  packs: readonly Pack[];
  timeZone: string;
  commandId: string;
  problems: { threshold?: string; ceiling?: string };
};

/** Credits that are bought by themselves, and the most that they may cost. */
export function TopUpCard({ topUp, packs, timeZone, commandId, problems }: Props) {
  const navigation = useNavigation();
  const busy = navigation.state !== 'idle';
  const [credits, setCredits] = useState(String(topUp?.credits ?? packs[0]?.credits ?? ''));
  const [threshold, setThreshold] = useState(topUp === null ? '' : String(topUp.threshold));
  const [ceiling, setCeiling] = useState(topUp === null ? '' : String(topUp.ceiling.cents / 100));
  const on = topUp?.on === true;
  return (
    <Section title={t.topUpTitle}>
      <Text as="p">{t.topUpNote}</Text>
      {topUp !== null && on ? (
        <BlockStack gap="100">
          <Text as="p" fontWeight="semibold">
            {t.topUpOn(topUp.credits, topUp.threshold)}
          </Text>
          <Text as="p">{t.topUpMost(formatMoney(topUp.ceiling))}</Text>
        </BlockStack>
      ) : null}
      {topUp !== null && on && topUp.waitsUntil !== null ? (
        <Banner tone="warning">{t.topUpWaits(formatDay(topUp.waitsUntil, timeZone))}</Banner>
      ) : null}
      <Form method="post" preventScrollReset>
        <input type="hidden" name="intent" value="top-up" />
        <input type="hidden" name="commandId" value={commandId} />
        <BlockStack gap="300">
          <FormLayout>
            <FormLayout.Group>
              <Select
                label={t.topUpPack}
                name="credits"
                options={packs.map((pack) => ({
                  value: String(pack.credits),
                  label: `${t.pack(pack.credits)}, ${formatMoney(pack.price)}`,
                }))}
                value={credits}
                onChange={setCredits}
              />
              <TextField
                label={t.topUpThreshold}
                name="threshold"
                suffix={t.topUpUnit}
                inputMode="numeric"
                value={threshold}
                onChange={setThreshold}
                error={problems.threshold ?? false}
                autoComplete="off"
              />
              <TextField
                label={t.topUpCeiling(packs[0]?.price.currency ?? '')}
                name="ceiling"
                inputMode="decimal"
                value={ceiling}
                onChange={setCeiling}
                error={problems.ceiling ?? false}
                autoComplete="off"
              />
            </FormLayout.Group>
          </FormLayout>
          <Box>
            <Button submit disabled={busy} loading={busy && navigation.formData?.get('intent') === 'top-up'}>
              {on ? t.topUpChange : t.topUpStart}
            </Button>
          </Box>
        </BlockStack>
      </Form>
      {on ? (
        <Box>
          <PostButton fields={{ intent: 'stop-top-up' }} label={t.topUpStop} />
        </Box>
      ) : null}
    </Section>
  );
}
