import { Banner, BlockStack, Link, Text } from '@shopify/polaris';
import { type ExclusionReason, exclusionReasons } from '../../core/campaigns/audience.ts';
import { exclusionTexts } from '../texts/common.ts';
import { testSendTexts as t } from '../texts/test-send.ts';

export type TestResult =
  | { kind: 'sent'; testId: number; texts: number; credits: number; excluded: Record<string, number> }
  | { kind: 'costs_more'; credits: number }
  | { kind: 'not_enough_credits'; missing: number }
  | { kind: 'nobody'; excluded: Record<string, number> }
  | { kind: 'invalid'; problems: { message: string }[] }
  | { kind: 'not_your_number' }
  | { kind: 'too_many_tests' }
  | { kind: 'busy' };

/** What pressing “Send test” did. */
export function TestAnswer({ result }: { result: TestResult }) {
  if (result.kind === 'sent') {
    return (
      <Banner tone="success">
        <BlockStack gap="100">
          <Text as="p">{t.sent(result.texts, result.credits)}</Text>
          <LeftOut excluded={result.excluded} />
          <Link url={`/app/campaigns/${result.testId}/report`}>{t.seeReport}</Link>
        </BlockStack>
      </Banner>
    );
  }
  return (
    <Banner tone="warning">
      <BlockStack gap="100">
        <Text as="p">{refusalOf(result)}</Text>
        {result.kind === 'nobody' ? <LeftOut excluded={result.excluded} /> : null}
      </BlockStack>
    </Banner>
  );
}

function LeftOut({ excluded }: { excluded: Record<string, number> }) {
  const reasons: readonly ExclusionReason[] = exclusionReasons.filter(
    (reason) => (excluded[reason] ?? 0) > 0,
  );
  return reasons.map((reason) => (
    <Text key={reason} as="p">
      {t.leftOut(exclusionTexts[reason].label, excluded[reason] ?? 0)}
    </Text>
  ));
}

function refusalOf(result: Exclude<TestResult, { kind: 'sent' }>): string {
  switch (result.kind) {
    case 'costs_more':
      return t.costsMore(result.credits);
    case 'not_enough_credits':
      return t.notEnough(result.missing);
    case 'nobody':
      return t.nobody;
    case 'invalid':
      return result.problems.map(({ message }) => message).join(' ');
    case 'too_many_tests':
      return t.tooMany;
    case 'not_your_number':
      return t.notYours;
    default:
      return t.busy;
  }
}
