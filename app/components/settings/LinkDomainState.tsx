import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Button, InlineStack, Text } from '@shopify/polaris';
import { settingsTexts as t } from '../texts/settings.ts';

export type ShownDomain = {
  domain: string;
  state: 'proven' | 'waiting' | 'lost';
  problem: string | null;
  record: { name: string; value: string };
};

/** How the saved link domain stands, and the record that proves it, ready to be copied. */
export function LinkDomainState({ saved, common }: { saved: ShownDomain; common: string }) {
  const fetcher = useFetcher<{ linkDomainState: ShownDomain | null }>();
  const shown = fetcher.data?.linkDomainState?.domain === saved.domain ? fetcher.data.linkDomainState : saved;
  if (shown.state === 'proven') {
    return (
      <Text as="p" tone="success">
        {t.domainProven(shown.domain)}
      </Text>
    );
  }
  return (
    <Banner
      tone="warning"
      title={shown.state === 'lost' ? t.domainLost(shown.domain) : t.domainWaiting(shown.domain)}
    >
      <BlockStack gap="300">
        <Text as="p">{t.domainHow(common)}</Text>
        <BlockStack gap="100">
          <Copied label={t.recordName} value={shown.record.name} />
          <Copied label={t.recordValue} value={shown.record.value} />
        </BlockStack>
        {shown.problem !== null && <Text as="p">{problemText(shown.problem)}</Text>}
        <InlineStack>
          <Button
            loading={fetcher.state !== 'idle'}
            onClick={() => fetcher.submit(null, { method: 'post', action: '/app/settings/check-domain' })}
          >
            {t.checkDomain}
          </Button>
        </InlineStack>
      </BlockStack>
    </Banner>
  );
}

function Copied({ label, value }: { label: string; value: string }) {
  return (
    <InlineStack gap="200" align="start" blockAlign="center" wrap>
      <Text as="span" fontWeight="semibold">
        {label}
      </Text>
      <span style={{ overflowWrap: 'anywhere' }}>
        <Text as="span" variant="bodyMd">
          <code>{value}</code>
        </Text>
      </span>
      <Button
        variant="plain"
        onClick={() => void navigator.clipboard.writeText(value)}
        accessibilityLabel={t.copyOf(label)}
      >
        {t.copy}
      </Button>
    </InlineStack>
  );
}

const problemText = (problem: string): string =>
  problem in t.domainProblems ? t.domainProblems[problem as keyof typeof t.domainProblems] : '';
