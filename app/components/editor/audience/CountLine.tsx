import { BlockStack, Text } from '@shopify/polaris';
import { exclusionReasons } from '../../../core/campaigns/audience.ts';
import type { AudienceCount } from '../../../core/campaigns/audience-count.ts';
import { audienceTexts as t } from '../../texts/audience.ts';
import { exclusionTexts } from '../../texts/common.ts';

/** How many the audience has right now; undefined while it is being counted. */
export function CountLine({ count }: { count: AudienceCount | undefined }) {
  const [first, ...rest] = count === undefined ? [t.counting] : linesOf(count);
  return (
    <div aria-live="polite">
      <BlockStack gap="050">
        <Text as="p" fontWeight="semibold">
          {first}
        </Text>
        {rest.map((line) => (
          <Text as="p" variant="bodySm" tone="subdued" key={line}>
            {line}
          </Text>
        ))}
      </BlockStack>
    </div>
  );
}

function linesOf(count: AudienceCount): string[] {
  switch (count.kind) {
    case 'customers':
      return [
        t.textable(count.textable, count.contacts),
        ...exclusionReasons.flatMap((reason) => {
          const people = count.leftOut[reason] ?? 0;
          return people === 0 ? [] : [t.leftOut(exclusionTexts[reason].label, people)];
        }),
        ...(count.beforeSegments ? [t.beforeSegments] : []),
      ];
    case 'members':
      return [t.members(count.members), ...(count.beforeExclusions ? [t.beforeExclusions] : [])];
    case 'segment_gone':
      return [t.segmentGone];
    case 'list_gone':
      return [t.listGone];
    case 'busy':
      return [t.counting];
    case 'too_long':
      return [t.countTooLong];
    default:
      return [t.countUnknown];
  }
}
