import { BlockStack, Box, Button, Card, Text } from '@shopify/polaris';

type Props = { heading: string; body?: string; action?: { content: string; url: string } };

/** What a page shows when it has nothing to show yet: what it is for, and the way to begin. */
export function EmptyCard({ heading, body, action }: Props) {
  return (
    <Card>
      <Box paddingBlock="1000" paddingInline="400">
        <BlockStack gap="400" inlineAlign="center">
          <Text as="h2" variant="headingLg" alignment="center">
            {heading}
          </Text>
          {body === undefined ? null : (
            <Box maxWidth="32rem">
              <Text as="p" alignment="center" tone="subdued">
                {body}
              </Text>
            </Box>
          )}
          {action === undefined ? null : (
            <Button variant="primary" url={action.url}>
              {action.content}
            </Button>
          )}
        </BlockStack>
      </Box>
    </Card>
  );
}
