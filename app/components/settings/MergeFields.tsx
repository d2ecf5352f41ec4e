import {
  BlockStack,
  Button,
  FormLayout,
  InlineError,
  InlineStack,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useState } from 'react';
import {
  isKnownSource,
  KNOWN_SOURCES,
  MERGE_FIELDS_MAX,
  type MergeField,
  mergeFieldProblem,
} from '../../core/contacts/merge-fields.ts';
import { Section } from '../Section.tsx';
import { settingsTexts as t } from '../texts/settings.ts';

type Props = {
  fields: MergeField[];
  /** Once saving was tried: then each field says what is wrong with it. */
  error: string | undefined;
  onChange: (fields: MergeField[]) => void;
};

const METAFIELD = 'metafield';
const SOURCES = [
  ...KNOWN_SOURCES.map((value) => ({ value, label: t.fieldSources[value] })),
  { value: METAFIELD, label: t.fieldMetafield },
];

/** The merge tags of the shop's own, each with what it shows of a customer. */
export function MergeFields({ fields, error, onChange }: Props) {
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const found = fields.some((field) => mergeFieldProblem(field, fields) !== undefined);
  return (
    <Section title={t.fieldsTitle}>
      <BlockStack gap="400">
        <Text as="p" tone="subdued">
          {t.fieldsHelp}
        </Text>
        {fields.map((field, place) => (
          <OneField
            // Its name changes while it is typed, and there may be two of one name then.
            // biome-ignore lint/suspicious/noArrayIndexKey: nothing but its place tells it from the others
            key={place}
            field={field}
            problem={error !== undefined || left.has(place) ? mergeFieldProblem(field, fields) : undefined}
            onChange={(next) => onChange(fields.map((other, i) => (i === place ? next : other)))}
            onLeave={() => setLeft((current) => new Set(current).add(place))}
            onRemove={() => {
              setLeft(new Set());
              onChange(fields.filter((_, i) => i !== place));
            }}
          />
        ))}
        <InlineStack>
          <Button
            onClick={() => onChange([...fields, { tag: '', source: 'city' }])}
            disabled={fields.length >= MERGE_FIELDS_MAX}
          >
            {t.addField}
          </Button>
        </InlineStack>
        {error === undefined || found ? null : <InlineError message={error} fieldID="merge-fields" />}
      </BlockStack>
    </Section>
  );
}

type OneProps = {
  field: MergeField;
  problem: string | undefined;
  onChange: (field: MergeField) => void;
  onLeave: () => void;
  onRemove: () => void;
};

function OneField({ field: { tag, source }, problem, onChange, onLeave, onRemove }: OneProps) {
  const known = isKnownSource(source);
  // What is wrong with the metafield stands under it; everything else is about the name.
  const ofTag = mergeFieldProblem({ tag, source: 'city' }, [{ tag, source: 'city' }]) !== undefined || known;
  return (
    <FormLayout>
      <FormLayout.Group condensed>
        <TextField
          label={t.fieldTag}
          value={tag}
          onChange={(next) => onChange({ tag: next, source })}
          onBlur={onLeave}
          error={(ofTag ? problem : undefined) ?? false}
          autoComplete="off"
          spellCheck={false}
          connectedRight={
            <Button onClick={onRemove} accessibilityLabel={t.removeField(tag)}>
              {t.remove}
            </Button>
          }
        />
        <Select
          label={t.fieldSource}
          options={SOURCES}
          value={known ? source : METAFIELD}
          onChange={(next) => onChange({ tag, source: next === METAFIELD ? '' : next })}
        />
        {known ? null : (
          <TextField
            label={t.fieldKey}
            value={source}
            onChange={(next) => onChange({ tag, source: next })}
            onBlur={onLeave}
            error={(ofTag ? undefined : problem) ?? false}
            helpText={t.fieldKeyHelp}
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </FormLayout.Group>
    </FormLayout>
  );
}
