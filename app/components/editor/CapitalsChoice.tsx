import { BlockStack, InlineGrid, RadioButton } from '@shopify/polaris';
import { memo, useId } from 'react';
import { hasGreek } from '../../core/messaging/greek-capitals.ts';
import { countParts } from '../../core/messaging/parts.ts';
import { editorTexts as t } from '../texts/editor.ts';

type Preview = { text: string } | { problem: string };

type Props = {
  capitals: boolean;
  /** The text of the previewed customer, both ways. */
  asWritten: Preview;
  inCapitals: Preview;
  onChange: (capitals: boolean) => void;
};

/** Greek as written or in capitals without accents, with what each costs; nothing for a text that would gain nothing. */
export const CapitalsChoice = memo(function CapitalsChoice({
  capitals,
  asWritten,
  inCapitals,
  onChange,
}: Props) {
  const name = useId();
  if (!('text' in asWritten && 'text' in inCapitals) || !hasGreek(asWritten.text)) {
    return null;
  }
  const sides = [
    { value: false, label: t.asWritten, text: asWritten.text },
    { value: true, label: t.inCapitals, text: inCapitals.text },
  ];
  return (
    <BlockStack as="fieldset" gap="100">
      <legend>{t.capitals}</legend>
      <InlineGrid columns={{ xs: 1, md: 2 }} gap="300">
        {sides.map(({ value, label, text }) => (
          <RadioButton
            key={label}
            id={`${name}${value}`}
            name={name}
            label={label}
            helpText={t.capitalsCost(countParts(text).parts, text.slice(0, 40))}
            checked={capitals === value}
            onChange={() => onChange(value)}
          />
        ))}
      </InlineGrid>
    </BlockStack>
  );
});
