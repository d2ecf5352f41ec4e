import { BlockStack, Box, Button, InlineError, InlineStack, Select, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { countryRule, countrySenderProblem } from '../../core/messaging/sender-rules.ts';
import { isHopelessSender } from '../editor/campaign-form.ts';
import { countryName } from '../formats.ts';
import { settingsTexts as t } from '../texts/settings.ts';
import { COUNTRIES } from './countries.ts';
import type { CountrySender } from './settings-form.ts';

type Props = {
  senders: CountrySender[];
  /** Once saving was tried: then each field says what is wrong with it. */
  error: string | undefined;
  onChange: (senders: CountrySender[]) => void;
};

/** The senders of countries that have one of their own, checked by what each country takes. */
export function SendersByCountry({ senders, error, onChange }: Props) {
  const [chosen, setChosen] = useState('');
  const [added, setAdded] = useState('');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const taken = new Set(senders.map(({ country }) => country));
  const found = senders.some((one) => countrySenderProblem(one.sender, one.country) !== undefined);

  const add = () => {
    if (chosen === '' || taken.has(chosen)) {
      return;
    }
    onChange([...senders, { country: chosen, sender: '' }]);
    setAdded(chosen);
    setLeft((current) => new Set([...current].filter((country) => country !== chosen)));
    setChosen('');
  };
  return (
    <BlockStack gap="300">
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">
          {t.sendersTitle}
        </Text>
        <Text as="p" tone="subdued">
          {t.sendersHelp}
        </Text>
      </BlockStack>
      {senders.map((one) => (
        <SenderOfCountry
          key={one.country}
          one={one}
          focused={one.country === added}
          judged={error !== undefined || left.has(one.country)}
          onChange={(sender) =>
            onChange(senders.map((other) => (other.country === one.country ? { ...other, sender } : other)))
          }
          onLeave={() => setLeft((current) => new Set(current).add(one.country))}
          onRemove={() => onChange(senders.filter(({ country }) => country !== one.country))}
        />
      ))}
      <InlineStack gap="200" blockAlign="end">
        <Box minWidth="14rem">
          <Select
            label={t.addSender}
            options={[
              { value: '', label: t.chooseCountry },
              ...COUNTRIES.filter(({ value }) => !taken.has(value)),
            ]}
            value={chosen}
            onChange={setChosen}
          />
        </Box>
        <Button onClick={add} disabled={chosen === ''}>
          {t.add}
        </Button>
      </InlineStack>
      {error === undefined || found ? null : <InlineError message={error} fieldID="senders" />}
    </BlockStack>
  );
}

type RowProps = {
  one: CountrySender;
  focused: boolean;
  /** What is wrong is said, even what more typing could cure. */
  judged: boolean;
  onChange: (sender: string) => void;
  onLeave: () => void;
  onRemove: () => void;
};

function SenderOfCountry({ one, focused, judged, onChange, onLeave, onRemove }: RowProps) {
  const name = countryName(one.country);
  const problem = countrySenderProblem(one.sender, one.country);
  return (
    <TextField
      label={name}
      value={one.sender}
      onChange={onChange}
      onBlur={onLeave}
      error={judged || isHopelessSender(one.sender, one.country) ? (problem ?? false) : false}
      helpText={t.senderRules[countryRule(one.country)]}
      autoFocus={focused}
      autoComplete="off"
      spellCheck={false}
      connectedRight={
        <Button onClick={onRemove} accessibilityLabel={t.removeSender(name)}>
          {t.remove}
        </Button>
      }
    />
  );
}
