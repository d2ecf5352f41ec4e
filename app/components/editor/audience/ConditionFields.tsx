import { BlockStack, ChoiceList, Select, TextField } from '@shopify/polaris';
import type { Condition } from '../../../core/campaigns/audience-condition.ts';
import { COUNTRIES } from '../../settings/countries.ts';
import { audienceTexts as t } from '../../texts/audience.ts';
import { TagsField } from '../TagsField.tsx';
import { NumberField } from './NumberField.tsx';

type Props = {
  condition: Condition;
  knownTags: string[];
  languages: string[];
  onChange: (condition: Condition) => void;
};

const languageNames = new Intl.DisplayNames(['en-GB'], { type: 'language' });
const bounds = [
  { value: 'at_least', label: t.atLeast },
  { value: 'at_most', label: t.atMost },
];
const bound = (is: string) => (is === 'at_most' ? 'at_most' : 'at_least');

/** What one condition asks for. */
export function ConditionFields({ condition, knownTags, languages, onChange }: Props) {
  switch (condition.field) {
    case 'country':
      return (
        <div style={{ maxHeight: '12rem', overflowY: 'auto' }}>
          <ChoiceList
            title={t.fields.country}
            titleHidden
            allowMultiple
            choices={COUNTRIES}
            selected={condition.in}
            onChange={(chosen) => onChange({ ...condition, in: chosen })}
          />
        </div>
      );
    case 'language':
      return (
        <ChoiceList
          title={t.fields.language}
          titleHidden
          allowMultiple
          choices={[...new Set([...languages, ...condition.in])].map((code) => ({
            value: code,
            label: languageNames.of(code) ?? code,
          }))}
          selected={condition.in}
          onChange={(chosen) => onChange({ ...condition, in: chosen })}
        />
      );
    case 'last_order':
      return (
        <BlockStack gap="200">
          <Select
            label={t.comparison}
            options={[
              { value: 'before', label: t.before },
              { value: 'since', label: t.since },
              { value: 'never', label: t.never },
            ]}
            value={condition.is}
            onChange={(is) =>
              onChange(
                is === 'never'
                  ? { field: 'last_order', is }
                  : {
                      field: 'last_order',
                      is: is === 'since' ? 'since' : 'before',
                      date: condition.is === 'never' ? '' : condition.date,
                    },
              )
            }
          />
          {condition.is === 'never' ? null : (
            <TextField
              label={t.date}
              type="date"
              value={condition.date}
              onChange={(date) => onChange({ ...condition, date })}
              autoComplete="off"
            />
          )}
        </BlockStack>
      );
    case 'spent':
      return (
        <BlockStack gap="200">
          <Select
            label={t.comparison}
            options={bounds}
            value={condition.is}
            onChange={(is) => onChange({ ...condition, is: bound(is) })}
          />
          <NumberField
            label={t.amount}
            value={condition.amount}
            min={0}
            step={0.01}
            onChange={(amount) => onChange({ ...condition, amount })}
          />
        </BlockStack>
      );
    case 'orders':
      return (
        <BlockStack gap="200">
          <Select
            label={t.comparison}
            options={bounds}
            value={condition.is}
            onChange={(is) => onChange({ ...condition, is: bound(is) })}
          />
          <NumberField
            label={t.count}
            value={condition.count}
            min={0}
            onChange={(count) => onChange({ ...condition, count })}
          />
        </BlockStack>
      );
    case 'tags':
      return (
        <BlockStack gap="200">
          <Select
            label={t.comparison}
            options={[
              { value: 'any', label: t.anyTag },
              { value: 'none', label: t.noTag },
            ]}
            value={condition.is}
            onChange={(is) => onChange({ ...condition, is: is === 'none' ? 'none' : 'any' })}
          />
          <TagsField
            tags={condition.tags}
            knownTags={knownTags}
            error={undefined}
            onChange={(tags) => onChange({ ...condition, tags })}
            onLeave={() => {}}
          />
        </BlockStack>
      );
    default:
      return (
        <NumberField
          label={t.withinDays}
          value={condition.days}
          min={1}
          suffix={t.days}
          onChange={(days) => onChange({ ...condition, days })}
        />
      );
  }
}
