import { BlockStack, Button, InlineStack, Text, TextField } from '@shopify/polaris';
import { memo, useCallback, useEffect, useId, useRef } from 'react';
import { withOurs } from '../../core/messaging/foreign-placeholders.ts';
import { MERGE_TAGS } from '../../core/messaging/template.ts';
import { fieldInsert, editorTexts as t, tagInserts, tagNames } from '../texts/editor.ts';

type Props = {
  body: string;
  error: string | undefined;
  /** The shop's own tags. */
  ownTags?: readonly string[];
  onChange: (body: string) => void;
  onLeave: () => void;
};

const NO_TAGS: readonly string[] = [];

/** The text, with buttons that write a merge tag where the cursor is. */
export function MessageField({ body, error, ownTags = NO_TAGS, onChange, onLeave }: Props) {
  const id = useId();
  const caret = useRef<number | null>(null);

  // React has to write the new text first: setting the cursor earlier would put it at the end.
  useEffect(() => {
    const area = document.getElementById(id);
    if (caret.current !== null && area instanceof HTMLTextAreaElement) {
      area.focus();
      area.setSelectionRange(caret.current, caret.current);
      caret.current = null;
    }
  });

  const insert = useCallback(
    (tag: string) => {
      const area = document.getElementById(id);
      if (area instanceof HTMLTextAreaElement) {
        const { value, selectionStart: from, selectionEnd: to } = area;
        caret.current = from + tag.length;
        onChange(value.slice(0, from) + tag + value.slice(to));
      }
    },
    [id, onChange],
  );

  return (
    <BlockStack gap="200">
      <TextField
        id={id}
        label={t.body}
        value={body}
        onChange={onChange}
        onBlur={onLeave}
        error={error ?? false}
        multiline={5}
        autoComplete="off"
        spellCheck
      />
      <ConvertButton body={body} onChange={onChange} />
      <TagButtons ownTags={ownTags} onInsert={insert} />
      <Text as="p" variant="bodySm" tone="subdued">
        {t.insertHelp}
      </Text>
    </BlockStack>
  );
}

/** Puts our merge tags in place of another tool's, where a text was brought along. */
function ConvertButton({ body, onChange }: Pick<Props, 'body' | 'onChange'>) {
  const converted = withOurs(body);
  return converted === body ? null : (
    <InlineStack>
      <Button size="slim" onClick={() => onChange(converted)}>
        {t.convertPlaceholders}
      </Button>
    </InlineStack>
  );
}

/** Apart, so that no key renders them again. */
const TagButtons = memo(function TagButtons({
  ownTags,
  onInsert,
}: {
  ownTags: readonly string[];
  onInsert: (tag: string) => void;
}) {
  return (
    <InlineStack gap="200" blockAlign="center">
      <Text as="span" variant="bodySm">
        {t.insert}
      </Text>
      {MERGE_TAGS.map((tag) => (
        <Button key={tag} size="slim" onClick={() => onInsert(tagInserts[tag])}>
          {tagNames[tag]}
        </Button>
      ))}
      {ownTags.map((tag) => (
        <Button key={`own ${tag}`} size="slim" onClick={() => onInsert(fieldInsert(tag))}>
          {tag}
        </Button>
      ))}
    </InlineStack>
  );
});
