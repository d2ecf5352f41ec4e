import { Box, Text } from '@shopify/polaris';
import { SentText } from '../editor/PhonePreview.tsx';
import { Section } from '../Section.tsx';
import { recipientTexts as t } from '../texts/recipient.ts';

/** The exact words; null when what made them hers was erased. */
export function TextAsSent({ text, handedOver }: { text: string | null; handedOver: boolean }) {
  return (
    <Section title={t.text}>
      {text === null ? (
        <Text as="p" tone="subdued">
          {t.textErased}
        </Text>
      ) : (
        <>
          <Box background="bg-surface-secondary" borderRadius="300" padding="300">
            <SentText text={text} />
          </Box>
          <Text as="p" tone="subdued" variant="bodySm">
            {handedOver ? t.textAsSent : t.textAsPlanned}
          </Text>
        </>
      )}
    </Section>
  );
}
