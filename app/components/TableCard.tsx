import { BlockStack, Box, Card, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';

/** A card around a table that reaches its edges, with a heading inside, so that it stands right on a phone too. */
export function TableCard({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <Card padding="0">
      <Box paddingInline="400" paddingBlockStart="400" paddingBlockEnd="200">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          {note === undefined ? null : (
            <Text as="p" tone="subdued">
              {note}
            </Text>
          )}
        </BlockStack>
      </Box>
      {children}
    </Card>
  );
}
