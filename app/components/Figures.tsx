import { BlockStack, InlineGrid, Text } from '@shopify/polaris';

export type Figure = { label: string; value: string; note?: string };

/** The few numbers that matter, large. */
export function Figures({ figures }: { figures: Figure[] }) {
  return (
    <InlineGrid columns={{ xs: 2, md: Math.min(figures.length, 4) }} gap="400">
      {figures.map(({ label, value, note }) => (
        <BlockStack key={label} gap="050">
          <Text as="span" tone="subdued">
            {label}
          </Text>
          <Text as="span" variant="headingLg" numeric>
            {value}
          </Text>
          {note === undefined ? null : (
            <Text as="span" variant="bodySm" tone="subdued">
              {note}
            </Text>
          )}
        </BlockStack>
      ))}
    </InlineGrid>
  );
}
