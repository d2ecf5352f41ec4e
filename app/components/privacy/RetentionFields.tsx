import { BlockStack, FormLayout, Select, Text } from '@shopify/polaris';
import { type RetentionSettings, retentionChoices } from '../../core/privacy/retention.ts';
import { Section } from '../Section.tsx';
import { privacyTexts as t } from '../texts/privacy.ts';

type Props = { settings: RetentionSettings; onChange: (change: Partial<RetentionSettings>) => void };

/** How long the shop keeps what it can choose. */
export function RetentionFields({ settings, onChange }: Props) {
  const options = (field: keyof RetentionSettings, label: (months: number) => string) =>
    retentionChoices[field].map((months) => ({ value: String(months), label: label(months) }));
  return (
    <Section title={t.retentionTitle}>
      <BlockStack gap="300">
        <FormLayout>
          <Select
            label={t.texts}
            options={options('keepTextsMonths', t.afterEnd)}
            value={String(settings.keepTextsMonths)}
            onChange={(months) => onChange({ keepTextsMonths: Number(months) })}
            helpText={t.textsHelp}
          />
          <Select
            label={t.deleted}
            options={options('keepDeletedMonths', t.afterDeletion)}
            value={String(settings.keepDeletedMonths)}
            onChange={(months) => onChange({ keepDeletedMonths: Number(months) })}
            helpText={t.deletedHelp}
          />
        </FormLayout>
        <Text as="p" tone="subdued">
          {t.fixed}
        </Text>
      </BlockStack>
    </Section>
  );
}
