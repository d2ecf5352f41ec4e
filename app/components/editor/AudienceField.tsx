import { BlockStack, ChoiceList, Text } from '@shopify/polaris';
import type { ChosenAudience } from '../../core/campaigns/audience.ts';
import { editorTexts as t } from '../texts/editor.ts';
import { tagsOf } from './campaign-form.ts';
import { TagsField } from './TagsField.tsx';

export type AudienceCount = { contacts: number; subscribed: number };

type Props = {
  audience: ChosenAudience;
  /** The people of an earlier campaign that this one was made for; null in every other campaign. */
  unresolved: Extract<ChosenAudience, { kind: 'unresolved' }> | null;
  /** Tags that customers of the shop have; a choice, not a limit. */
  knownTags: string[];
  /** Undefined while it is being counted. */
  count: AudienceCount | undefined;
  error: string | undefined;
  onChange: (audience: ChosenAudience) => void;
  onLeave: () => void;
};

/** Every customer or those with tags, and how many that are right now. */
export function AudienceField({ audience, unresolved, knownTags, count, error, onChange, onLeave }: Props) {
  const counts = audience.kind === 'everyone' || tagsOf(audience).length > 0;
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
          { value: 'tags', label: t.tagged },
        ]}
        selected={[audience.kind]}
        onChange={([kind]) =>
          onChange(
            kind === 'unresolved' && unresolved !== null
              ? unresolved
              : kind === 'tags'
                ? { kind: 'tags', tags: tagsOf(audience) }
                : { kind: 'everyone' },
          )
        }
      />
      {audience.kind === 'tags' ? (
        <TagsField
          tags={audience.tags}
          knownTags={knownTags}
          error={error}
          onChange={(tags) => onChange({ kind: 'tags', tags })}
          onLeave={onLeave}
        />
      ) : null}
      {counts ? (
        <div aria-live="polite">
          <Text as="p" fontWeight="semibold">
            {count === undefined ? t.counting : t.count(count.contacts, count.subscribed)}
          </Text>
        </div>
      ) : null}
    </BlockStack>
  );
}
