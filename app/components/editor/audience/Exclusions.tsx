import { BlockStack, Box, Checkbox, ChoiceList, InlineStack, Tag } from '@shopify/polaris';
import type { Exclude } from '../../../core/campaigns/audience.ts';
import { audienceTexts as t } from '../../texts/audience.ts';
import { TagsField } from '../TagsField.tsx';
import { NumberField } from './NumberField.tsx';
import { SegmentPicker } from './SegmentPicker.tsx';

export type ListChoice = { id: number; name: string; members: number };
type Props = {
  exclude: Exclude | undefined;
  knownTags: string[];
  lists: ListChoice[];
  onChange: (exclude: Exclude | undefined) => void;
};

/** Whom the audience leaves out: hidden until it is wanted. */
export function Exclusions({ exclude, knownTags, lists, onChange }: Props) {
  const given = exclude ?? {};
  const set = (change: { [Key in keyof Exclude]: Exclude[Key] | undefined }) => {
    const { tags, lists: on, segments, textedWithinDays } = { ...given, ...change };
    onChange({
      ...(tags === undefined || tags.length === 0 ? {} : { tags }),
      ...(on === undefined || on.length === 0 ? {} : { lists: on }),
      ...(segments === undefined || segments.length === 0 ? {} : { segments }),
      ...(textedWithinDays === undefined ? {} : { textedWithinDays }),
    });
  };
  return (
    <BlockStack gap="200">
      <Checkbox
        label={t.exclude}
        helpText={t.excludeHelp}
        checked={exclude !== undefined}
        onChange={(checked) => onChange(checked ? {} : undefined)}
      />
      {exclude === undefined ? null : (
        <Box paddingInlineStart="600">
          <BlockStack gap="300">
            <TagsField
              label={t.excludeTags}
              tags={given.tags ?? []}
              knownTags={knownTags}
              error={undefined}
              onChange={(tags) => set({ tags })}
              onLeave={() => {}}
            />
            {lists.length === 0 ? null : (
              <ChoiceList
                title={t.excludeLists}
                allowMultiple
                choices={lists.map(({ id, name, members }) => ({
                  value: String(id),
                  label: t.listOption(name, members),
                }))}
                selected={(given.lists ?? []).map(String)}
                onChange={(chosen) => set({ lists: chosen.map(Number) })}
              />
            )}
            <SegmentPicker
              label={t.excludeSegments}
              chosen={undefined}
              onChoose={(segment) =>
                set({ segments: [...(given.segments ?? []).filter(({ id }) => id !== segment.id), segment] })
              }
            />
            {given.segments === undefined ? null : (
              <InlineStack gap="200">
                {given.segments.map(({ id, name }) => (
                  <Tag
                    key={id}
                    onRemove={() => set({ segments: given.segments?.filter((one) => one.id !== id) })}
                  >
                    {name}
                  </Tag>
                ))}
              </InlineStack>
            )}
            <NumberField
              label={t.excludeTexted}
              value={given.textedWithinDays ?? Number.NaN}
              min={1}
              suffix={t.days}
              onChange={(value) => set({ textedWithinDays: Number.isNaN(value) ? undefined : value })}
            />
          </BlockStack>
        </Box>
      )}
    </BlockStack>
  );
}
