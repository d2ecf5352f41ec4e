import { BlockStack, Box, Card, Text } from '@shopify/polaris';
import { memo } from 'react';
import { editorTexts as t } from '../texts/editor.ts';
import { ContactPicker } from './ContactPicker.tsx';
import type { Sample } from './preview-text.ts';

type Props = {
  sender: string;
  /** What the phone shows, or why there is nothing to show. */
  preview: { text: string } | { problem: string };
  samples: Sample[];
  chosen: Sample | undefined;
  onChoose: (contact: Sample) => void;
};

/** The text as it will look on the phone of any customer. */
export const PhonePreview = memo(function PhonePreview({
  sender,
  preview,
  samples,
  chosen,
  onChoose,
}: Props) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t.preview}
        </Text>
        {samples.length === 0 ? (
          <Text as="p" tone="subdued" variant="bodySm">
            {t.noSamples}
          </Text>
        ) : (
          <ContactPicker label={t.previewAs} samples={samples} chosen={chosen} onChoose={onChoose} />
        )}
        <Phone sender={sender} preview={preview} />
      </BlockStack>
    </Card>
  );
});

function Phone({ sender, preview }: Pick<Props, 'sender' | 'preview'>) {
  const empty = 'text' in preview && preview.text === '';
  return (
    <Box
      as="section"
      background="bg-surface-secondary"
      borderColor="border"
      borderWidth="050"
      borderRadius="500"
      paddingInline="300"
      paddingBlock="400"
      minHeight="16rem"
    >
      <BlockStack gap="400">
        <Box borderBlockEndWidth="025" borderColor="border" paddingBlockEnd="200">
          <Text as="p" alignment="center" fontWeight="semibold" breakWord>
            {sender.trim() === '' ? t.sender : sender.trim()}
          </Text>
        </Box>
        {'problem' in preview || empty ? (
          <Text as="p" tone="subdued" alignment="center">
            {'problem' in preview ? preview.problem : t.emptyPreview}
          </Text>
        ) : (
          <Box
            background="bg-surface"
            borderRadius="400"
            padding="300"
            shadow="100"
            width="fit-content"
            maxWidth="92%"
          >
            <SentText text={preview.text} />
          </Box>
        )}
      </BlockStack>
    </Box>
  );
}

/** A text exactly as it is sent: line breaks stay, and a long link never widens the page. */
export function SentText({ text }: { text: string }) {
  return <div style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</div>;
}
