import { BlockStack, Box, InlineError, InlineGrid, Select, Text } from '@shopify/polaris';
import { type ImportField, importFields } from '../../core/imports/import-fields.ts';
import { importsTexts as t } from '../texts/imports.ts';
import { type ImportSample, nameOf } from './import-form.ts';

type Props = {
  sample: ImportSample;
  columns: (ImportField | null)[];
  error: string | undefined;
  onChange: (column: number, field: ImportField | null) => void;
};

const options = [
  { value: '', label: t.leaveOut },
  ...importFields.map((field) => ({ value: field, label: t.fields[field] })),
];

/** What each column is, beside what stands in its first rows. */
export function ColumnsField({ sample, columns, error, onChange }: Props) {
  return (
    <BlockStack gap="300">
      {columns.map((field, column) => {
        const name = nameOf(sample, column);
        const examples = sample.rows.flatMap((row) => row[column]?.trim() || []).slice(0, 3);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
          <InlineGrid key={column} columns={{ xs: 1, sm: 2 }} gap="200" alignItems="start">
            <Select
              label={name}
              options={options}
              value={field ?? ''}
              onChange={(value) => onChange(column, importFields.find((one) => one === value) ?? null)}
            />
            <Box paddingBlockStart={{ xs: '0', sm: '600' }}>
              <div style={{ overflowWrap: 'anywhere' }}>
                <Text as="p" tone="subdued">
                  {examples.join(' · ')}
                </Text>
              </div>
            </Box>
          </InlineGrid>
        );
      })}
      {error === undefined ? null : <InlineError message={error} fieldID="columns" />}
    </BlockStack>
  );
}
