import { BlockStack, Button, InlineStack, Text, TextField } from '@shopify/polaris';
import { useEffect, useId, useRef } from 'react';
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

/** The text, with buttons that write a merge tag where the cursor is. */
export function MessageField({ body, error, ownTags = [], onChange, onLeave }: Props) {
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

  const insert = (tag: string) => {
    const area = document.getElementById(id);
    const [from, to] =
      area instanceof HTMLTextAreaElement
        ? [area.selectionStart, area.selectionEnd]
        : [body.length, body.length];
    caret.current = from + tag.length;
    onChange(body.slice(0, from) + tag + body.slice(to));
  };

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
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" variant="bodySm">
          {t.insert}
        </Text>
        {MERGE_TAGS.map((tag) => (
          <Button key={tag} size="slim" onClick={() => insert(tagInserts[tag])}>
            {tagNames[tag]}
          </Button>
        ))}
        {ownTags.map((tag) => (
          <Button key={`own ${tag}`} size="slim" onClick={() => insert(fieldInsert(tag))}>
            {tag}
          </Button>
        ))}
      </InlineStack>
      <Text as="p" variant="bodySm" tone="subdued">
        {t.insertHelp}
      </Text>
    </BlockStack>
  );
}
