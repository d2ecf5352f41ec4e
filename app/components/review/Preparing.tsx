import { BlockStack, Card, Spinner, Text } from '@shopify/polaris';
import { reviewTexts as t } from '../texts/review.ts';

/** While the audience is frozen and priced. */
export function Preparing() {
  return (
    <Card>
      <div role="status">
        <BlockStack gap="300" inlineAlign="center">
          <Spinner />
          <Text as="h2" variant="headingMd" alignment="center">
            {t.preparing}
          </Text>
          <Text as="p" tone="subdued" alignment="center">
            {t.preparingBody}
          </Text>
        </BlockStack>
      </div>
    </Card>
  );
}
