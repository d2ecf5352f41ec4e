import { BlockStack, InlineGrid, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';

export type Fact = { label: string; value: ReactNode };

/** Names and values, two columns on a wide screen. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <InlineGrid columns={{ xs: 2, md: 3 }} gap="300">
      {facts.map(({ label, value }) => (
        <BlockStack key={label}>
          <Text as="span" variant="bodySm" tone="subdued">
            {label}
          </Text>
          <div style={{ overflowWrap: 'anywhere' }}>{value}</div>
        </BlockStack>
      ))}
    </InlineGrid>
  );
}
