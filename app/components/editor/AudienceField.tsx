import { BlockStack, ChoiceList, InlineError, Select, Text } from '@shopify/polaris';
import { memo } from 'react';
import type { ChosenAudience } from '../../core/campaigns/audience.ts';
import type { AudienceCount } from '../../core/campaigns/audience-count.ts';
import { audienceTexts as a } from '../texts/audience.ts';
import { editorTexts as t } from '../texts/editor.ts';
import { audienceProblem, leavingOut } from './audience/audience-problem.ts';
import { CountLine } from './audience/CountLine.tsx';
import { Exclusions, type ListChoice } from './audience/Exclusions.tsx';
import { FilterBuilder } from './audience/FilterBuilder.tsx';
import { SegmentPicker } from './audience/SegmentPicker.tsx';
import { TagsField } from './TagsField.tsx';

type Props = {
  audience: ChosenAudience;
  /** The people of an earlier campaign that this one was made for; null in every other campaign. */
  unresolved: Extract<ChosenAudience, { kind: 'unresolved' }> | null;
  /** Tags that customers of the shop have; a choice, not a limit. */
  knownTags: string[];
  languages: string[];
  lists: ListChoice[];
  /** Undefined while it is being counted. */
  count: AudienceCount | undefined;
  error: string | undefined;
  onChange: (audience: ChosenAudience) => void;
  onLeave: () => void;
};

/** Whom the campaign is for, whom of them it leaves out, and how many that are right now. */
export const AudienceField = memo(function AudienceField(props: Props) {
  const { audience, unresolved, knownTags, lists, count, error, onChange } = props;
  const exclude = 'exclude' in audience ? audience.exclude : undefined;
  return (
    <BlockStack gap="300">
      <ChoiceList
        title={t.audience}
        titleHidden
        choices={[
          ...(unresolved === null
            ? []
            : [{ value: unresolved.kind, label: t.unresolved, helpText: t.unresolvedHelp }]),
          { value: 'everyone', label: t.everyone, helpText: t.everyoneHelp },
          { value: 'segment', label: a.segment, helpText: a.segmentHelp },
          { value: 'tags', label: t.tagged },
          { value: 'filter', label: a.filtered },
          { value: 'list', label: a.list },
        ]}
        selected={[audience.kind]}
        onChange={([kind]) =>
          onChange(
            kind === 'unresolved' && unresolved !== null ? unresolved : leavingOut(emptyOf(kind), exclude),
          )
        }
      />
      <Chosen {...props} />
      {error === undefined || audience.kind === 'tags' ? null : (
        <InlineError message={error} fieldID="audience" />
      )}
      {audience.kind === 'unresolved' ? null : (
        <Exclusions
          exclude={exclude}
          knownTags={knownTags}
          lists={lists}
          onChange={(changed) => onChange(leavingOut(audience, changed))}
        />
      )}
      {audience.kind === 'unresolved' || audienceProblem(audience) !== undefined ? null : (
        <CountLine count={count} />
      )}
    </BlockStack>
  );
});

/** What the chosen kind asks for. */
function Chosen({ audience, knownTags, languages, lists, error, onChange, onLeave }: Props) {
  switch (audience.kind) {
    case 'tags':
      return (
        <TagsField
          tags={audience.tags}
          knownTags={knownTags}
          error={error}
          onChange={(tags) => onChange({ ...audience, tags })}
          onLeave={onLeave}
        />
      );
    case 'filter':
      return (
        <FilterBuilder
          conditions={audience.conditions}
          knownTags={knownTags}
          languages={languages}
          onChange={(conditions) => onChange({ ...audience, conditions })}
        />
      );
    case 'segment':
      return (
        <SegmentPicker
          label={a.segmentLabel}
          chosen={audience.segment.id === '' ? undefined : audience.segment}
          onChoose={(segment) => onChange({ ...audience, segment })}
        />
      );
    case 'list':
      return lists.length === 0 && audience.listId === 0 ? (
        <Text as="p">{a.noLists}</Text>
      ) : (
        <Select
          label={a.listLabel}
          placeholder={a.chooseList}
          options={[
            ...lists.map(({ id, name, members }) => ({
              value: String(id),
              label: a.listOption(name, members),
            })),
            ...(audience.listId === 0 || lists.some(({ id }) => id === audience.listId)
              ? []
              : [{ value: String(audience.listId), label: a.listGone }]),
          ]}
          value={audience.listId === 0 ? '' : String(audience.listId)}
          onChange={(id) => onChange({ ...audience, listId: Number(id) })}
        />
      );
    default:
      return null;
  }
}

/** A kind that was just chosen, with nothing filled in; `audienceProblem` says so. */
function emptyOf(kind: string | undefined): ChosenAudience {
  switch (kind) {
    case 'tags':
      return { kind, tags: [] };
    case 'filter':
      return { kind, conditions: [] };
    case 'segment':
      return { kind, segment: { id: '', name: '' } };
    case 'list':
      return { kind, listId: 0 };
    default:
      return { kind: 'everyone' };
  }
}
