import { BlockStack, Box, Button, InlineStack, Select, Text } from '@shopify/polaris';
import { useState } from 'react';
import {
  CONDITIONS_MAX,
  type Condition,
  conditionFields,
} from '../../../core/campaigns/audience-condition.ts';
import { audienceTexts as t } from '../../texts/audience.ts';
import { ConditionFields } from './ConditionFields.tsx';

type Props = {
  conditions: Condition[];
  knownTags: string[];
  languages: string[];
  onChange: (conditions: Condition[]) => void;
};

/** Conditions that must all be true, one below the other so that they fit a phone. */
export function FilterBuilder({ conditions, knownTags, languages, onChange }: Props) {
  const [field, setField] = useState<Condition['field']>('country');
  // Fields keep what is typed in them, so each needs a name of its own that survives when one above it is removed.
  const [keys, setKeys] = useState(() => conditions.map((_, i) => i));
  const keyOf = (i: number) => keys[i] ?? i;
  return (
    <BlockStack gap="300">
      {conditions.length === 0 ? null : <Text as="p">{t.allTrue}</Text>}
      {conditions.map((condition, i) => (
        <Box key={keyOf(i)} padding="300" borderWidth="025" borderColor="border" borderRadius="200">
          <BlockStack gap="200">
            <InlineStack align="space-between" blockAlign="center" gap="200">
              <Text as="h3" variant="headingSm">
                {t.fields[condition.field]}
              </Text>
              <Button
                variant="plain"
                accessibilityLabel={t.removeCondition(condition.field)}
                onClick={() => {
                  setKeys(keys.filter((_, place) => place !== i));
                  onChange(conditions.filter((_, place) => place !== i));
                }}
              >
                {t.remove}
              </Button>
            </InlineStack>
            <ConditionFields
              condition={condition}
              knownTags={knownTags}
              languages={languages}
              onChange={(changed) => onChange(conditions.with(i, changed))}
            />
          </BlockStack>
        </Box>
      ))}
      {conditions.length >= CONDITIONS_MAX ? null : (
        <InlineStack gap="200" blockAlign="end">
          <Select
            label={t.addCondition}
            options={conditionFields.map((value) => ({ value, label: t.fields[value] }))}
            value={field}
            onChange={(chosen) => setField(conditionFields.find((one) => one === chosen) ?? field)}
          />
          <Button
            onClick={() => {
              setKeys([...keys, Math.max(-1, ...keys) + 1]);
              onChange([...conditions, emptyCondition(field)]);
            }}
          >
            {t.add}
          </Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}

function emptyCondition(field: Condition['field']): Condition {
  switch (field) {
    case 'country':
    case 'language':
      return { field, in: [] };
    case 'last_order':
      return { field, is: 'before', date: '' };
    case 'spent':
      return { field, is: 'at_least', amount: Number.NaN };
    case 'orders':
      return { field, is: 'at_least', count: Number.NaN };
    case 'tags':
      return { field, is: 'any', tags: [] };
    default:
      return { field, days: 30 };
  }
}
