import { Autocomplete, BlockStack, InlineStack, Tag } from '@shopify/polaris';
import { useState } from 'react';
import { editorTexts as t } from '../texts/editor.ts';

type Props = {
  label?: string;
  tags: string[];
  knownTags: string[];
  error: string | undefined;
  onChange: (tags: string[]) => void;
  onLeave: () => void;
};

/** Customer tags: chosen from those in use, or written. */
export function TagsField({ label = t.tags, tags, knownTags, error, onChange, onLeave }: Props) {
  const [typed, setTyped] = useState('');
  const wanted = typed.trim();
  const matching = knownTags.filter((tag) => tag.toLowerCase().includes(wanted.toLowerCase()));
  const isKnown = knownTags.some((tag) => tag.toLowerCase() === wanted.toLowerCase());
  const options = [
    ...matching.map((tag) => ({ value: tag, label: tag })),
    // Last, because Enter takes the first: who types "vi" means "vip" more often than a tag that nobody has.
    ...(wanted === '' || isKnown ? [] : [{ value: wanted, label: t.addTag(wanted) }]),
  ];
  return (
    <BlockStack gap="200">
      <Autocomplete
        allowMultiple
        options={options}
        selected={tags}
        onSelect={(selected) => {
          // Chosen tags that the typing has filtered out of the list must stay chosen.
          const hidden = tags.filter((tag) => !options.some((option) => option.value === tag));
          onChange([...hidden, ...selected.filter((tag) => !hidden.includes(tag))]);
          setTyped('');
        }}
        emptyState={t.noTags}
        textField={
          <Autocomplete.TextField
            label={label}
            value={typed}
            onChange={setTyped}
            onBlur={onLeave}
            autoComplete="off"
            error={error ?? false}
            helpText={t.tagsHelp}
          />
        }
      />
      {tags.length === 0 ? null : (
        <InlineStack gap="200">
          {tags.map((tag) => (
            <Tag key={tag} onRemove={() => onChange(tags.filter((other) => other !== tag))}>
              {tag}
            </Tag>
          ))}
        </InlineStack>
      )}
    </BlockStack>
  );
}
