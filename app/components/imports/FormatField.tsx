import { BlockStack, Checkbox, InlineGrid, Select, Text } from '@shopify/polaris';
import type { FileFormat } from '../../core/imports/import-settings.ts';
import { delimiters } from '../../core/imports/sense-delimiter.ts';
import { encodings } from '../../core/imports/sense-encoding.ts';
import { importsTexts as t } from '../texts/imports.ts';

type Props = { format: FileFormat; onChange: (query: Record<string, string>) => void };

/** How the file is read, where what was sensed is wrong; a change reads the examples anew. */
export function FormatField({ format, onChange }: Props) {
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t.reading}
      </Text>
      <Text as="p" tone="subdued">
        {t.readingNote}
      </Text>
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
        <Select
          label={t.encoding}
          options={encodings.map((value) => ({ value, label: t.encodings[value] }))}
          value={format.encoding}
          onChange={(encoding) => onChange({ encoding })}
        />
        <Select
          label={t.delimiter}
          options={delimiters.map((value) => ({ value, label: t.delimiters[value] }))}
          value={format.delimiter}
          onChange={(delimiter) => onChange({ delimiter })}
        />
      </InlineGrid>
      <Checkbox
        label={t.header}
        checked={format.header}
        onChange={(header) => onChange({ header: header ? 'yes' : 'no' })}
      />
    </BlockStack>
  );
}
