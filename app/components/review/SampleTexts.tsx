import { BlockStack, Box, Text } from '@shopify/polaris';
import { SentText } from '../editor/PhonePreview.tsx';
import { countryName, credits, parts } from '../formats.ts';
import { Section } from '../Section.tsx';
import { reviewTexts as t } from '../texts/review.ts';

export type SampleText = { ordinal: number; text: string; parts: number; credits: number; country: string };

/** A few texts of the frozen audience, word for word. */
export function SampleTexts({ samples }: { samples: SampleText[] }) {
  return (
    <Section title={t.samples}>
      <BlockStack gap="400">
        {samples.map((sample) => (
          <BlockStack key={sample.ordinal} gap="100">
            <Box background="bg-surface-secondary" borderRadius="300" padding="300">
              <SentText text={sample.text} />
            </Box>
            <Text as="p" variant="bodySm" tone="subdued">
              {t.sampleNote(countryName(sample.country), parts(sample.parts), credits(sample.credits))}
            </Text>
          </BlockStack>
        ))}
      </BlockStack>
    </Section>
  );
}
