import { Box, Button, type ButtonProps, InlineStack, Link, Text } from '@shopify/polaris';
import { SentText } from '../editor/PhonePreview.tsx';

type Action = { content: string; label: string } & Pick<ButtonProps, 'url' | 'onClick'>;

type Props = { name: string; body: string; url?: string; actions: Action[] };

/** A text with its name and what can be done with it; a row of a list. */
export function TextCard({ name, body, url, actions }: Props) {
  return (
    <Box as="li" paddingBlock="300" borderBlockStartWidth="025" borderColor="border-secondary">
      <InlineStack align="space-between" blockAlign="start" gap="300">
        {/* Grows to leave the buttons at the end, and gives way to them on a phone. */}
        <div style={{ flex: '1 1 16rem', minWidth: 0 }}>
          <Text as="h3" variant="headingSm" breakWord>
            {url === undefined ? name : <Link url={url}>{name}</Link>}
          </Text>
          <Text as="span" tone="subdued">
            <SentText text={body} />
          </Text>
        </div>
        <InlineStack gap="200">
          {actions.map(({ content, label, ...action }) => (
            <Button key={content} size="slim" accessibilityLabel={label} {...action}>
              {content}
            </Button>
          ))}
        </InlineStack>
      </InlineStack>
    </Box>
  );
}

/** A list of them, without bullets. */
export function TextList({ children }: { children: React.ReactNode }) {
  return <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>{children}</ul>;
}
