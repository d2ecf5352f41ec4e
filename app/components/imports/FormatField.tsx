import { Banner, BlockStack, InlineGrid, Select, Text } from '@shopify/polaris';
import { codePages } from '../../core/imports/code-page.ts';
import { lastRowBefore } from '../../core/imports/import-settings.ts';
import { delimiters } from '../../core/imports/sense-delimiter.ts';
import { type Encoding, encodings } from '../../core/imports/sense-encoding.ts';
import { importsTexts as t } from '../texts/imports.ts';
import type { ImportSample } from './import-form.ts';

type Props = { sample: ImportSample; onChange: (query: Record<string, string>) => void };

/** How the file is read, where what was sensed is wrong; a change reads the examples anew. */
export function FormatField({ sample, onChange }: Props) {
  const { format } = sample;
  const example = exampleOf(sample, format.encoding);
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t.reading}
      </Text>
      <Text as="p" tone="subdued">
        {t.readingNote}
      </Text>
      {example === '' ? null : <Banner tone="info">{t.readAs(example)}</Banner>}
      <Select
        label={t.names}
        options={[{ value: '0', label: t.noNames }, ...namesRows(sample)]}
        value={String(lastRowBefore(format))}
        onChange={(names) => onChange({ names })}
      />
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
        <Select
          label={t.encoding}
          options={encodings.map((value) => ({ value, label: labelOf(sample, value) }))}
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
    </BlockStack>
  );
}

/** The first rows to choose from, and the one that is chosen where it is further down. */
function namesRows({ top, format }: ImportSample): { value: string; label: string }[] {
  const chosen = lastRowBefore(format);
  const rows = top.map(({ no, cells }) => ({ value: String(no), label: t.namesIn(no, cells) }));
  return chosen === 0 || top.some(({ no }) => no === chosen)
    ? rows
    : [...rows, { value: String(chosen), label: t.namesIn(chosen, []) }];
}

/** What an encoding makes of the file; '' where it makes the same as any. */
function exampleOf({ examples }: ImportSample, encoding: Encoding): string {
  const page = codePages.find((one) => one === encoding);
  return page === undefined || examples === null ? '' : examples[page];
}

function labelOf(sample: ImportSample, encoding: Encoding): string {
  const example = exampleOf(sample, encoding);
  return example === '' ? t.encodings[encoding] : `${t.encodings[encoding]}: ${example}`;
}
