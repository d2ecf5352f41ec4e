import { useFetcher } from '@remix-run/react';
import { BlockStack, Box, Button, ChoiceList, Link, SkeletonBodyText, Text } from '@shopify/polaris';
import { memo, useEffect, useRef, useState } from 'react';
import { ContactPicker } from '../editor/ContactPicker.tsx';
import type { PreviewShop, Sample } from '../editor/preview-text.ts';
import { Section } from '../Section.tsx';
import { testSendTexts as t } from '../texts/test-send.ts';
import { TestAnswer, type TestResult } from './TestAnswer.tsx';
import { type TestedWords, testCost } from './test-cost.ts';

type Offer = {
  numbers: { digits: number; phone: string; creditsPerPart: number | null }[];
  words: TestedWords;
  shop: PreviewShop;
  samples: Sample[];
  available: number;
};

type Props = {
  campaignId: number;
  /** The page holds changes that the server does not know yet. */
  unsaved?: boolean;
};

/** Sends a campaign to the merchant's own phones. What it needs to know is loaded by itself, so that it fits on any page. */
export const SendTest = memo(function SendTest({ campaignId, unsaved = false }: Props) {
  const url = `/app/campaigns/${campaignId}/test-text`;
  const { load, data: offer } = useFetcher<Offer>();
  const ask = useRef(load);
  ask.current = load;
  useEffect(() => ask.current(url), [url]);
  return (
    <Section title={t.title}>
      <Text as="p" tone="subdued">
        {t.intro}
      </Text>
      {offer === undefined ? (
        <SkeletonBodyText lines={3} />
      ) : offer.numbers.length === 0 ? (
        <BlockStack gap="200">
          <Text as="p">{t.noNumbers}</Text>
          <Link url="/app/settings">{t.toSettings}</Link>
        </BlockStack>
      ) : (
        <Chooser url={url} offer={offer} unsaved={unsaved} />
      )}
    </Section>
  );
});

function Chooser({ url, offer, unsaved }: { url: string; offer: Offer; unsaved: boolean }) {
  const fetcher = useFetcher<TestResult>();
  const sendable = offer.numbers.filter(({ creditsPerPart }) => creditsPerPart !== null);
  const [chosen, setChosen] = useState(() => sendable.slice(0, 1).map(({ digits }) => String(digits)));
  const [as, setAs] = useState(offer.samples[0]);
  // One id is one test: kept over a lost answer, so that pressing again sends nothing twice.
  const [commandId, setCommandId] = useState(() => crypto.randomUUID());
  const result = fetcher.state === 'idle' ? fetcher.data : undefined;
  useEffect(() => {
    if (result?.kind === 'sent') {
      setCommandId(crypto.randomUUID());
    }
  }, [result]);

  const numbers = sendable.filter(({ digits }) => chosen.includes(String(digits)));
  const cost = testCost(offer.words, as, offer.shop, numbers);
  const ceiling = result?.kind === 'costs_more' ? Math.max(result.credits, cost.credits ?? 0) : cost.credits;
  const hindrance = unsaved ? t.saveFirst : numbers.length === 0 ? t.choose : cost.problem;

  const send = () => {
    if (fetcher.state !== 'idle' || ceiling === undefined) {
      return;
    }
    const form = new FormData();
    form.set('commandId', commandId);
    form.set('as', as === undefined ? '' : String(as.id));
    form.set('ceiling', String(ceiling));
    for (const { digits } of numbers) {
      form.append('number', String(digits));
    }
    fetcher.submit(form, { method: 'post', action: url });
  };
  return (
    <BlockStack gap="400">
      <ChoiceList
        title={t.phones}
        allowMultiple
        choices={offer.numbers.map(({ digits, phone, creditsPerPart }) => ({
          value: String(digits),
          label: phone,
          disabled: creditsPerPart === null,
          helpText: creditsPerPart === null ? t.notSupported : undefined,
        }))}
        selected={chosen}
        onChange={setChosen}
      />
      {offer.samples.length === 0 ? null : (
        <ContactPicker label={t.as} samples={offer.samples} chosen={as} onChoose={setAs} />
      )}
      <div aria-live="polite">
        <Text as="p" tone={hindrance === undefined ? 'base' : 'subdued'}>
          {hindrance ?? t.cost(numbers.length, ceiling ?? 0, offer.available)}
        </Text>
      </div>
      <Box>
        <Button
          onClick={send}
          loading={fetcher.state !== 'idle'}
          disabled={hindrance !== undefined || ceiling === undefined}
        >
          {t.send}
        </Button>
      </Box>
      {result === undefined ? null : <TestAnswer result={result} />}
    </BlockStack>
  );
}
