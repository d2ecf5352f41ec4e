import { BlockStack, Card, Link, Text, TextField } from '@shopify/polaris';
import { memo } from 'react';
import { senderRules } from '../../core/messaging/sender-rules.ts';
import { countriesBySender, type SendersByCountry } from '../../core/messaging/senders-by-country.ts';
import { countryNames } from '../formats.ts';
import { editorTexts as t } from '../texts/editor.ts';

type Props = {
  sender: string;
  /** The shop's, of countries that have one of their own. */
  senders: SendersByCountry;
  error: string | undefined;
  /** Where the shop's subscribers are. */
  countries: string[];
  onChange: (sender: string) => void;
  onLeave: () => void;
};

/** Who the text is from, with what the countries of the shop's customers make of it. */
export const SenderField = memo(function SenderField({
  sender,
  senders,
  error,
  countries,
  onChange,
  onLeave,
}: Props) {
  const { refused, registered } = senderRules({ sender, senders }, countries);
  const elsewhere = countriesBySender({ sender, senders }, Object.keys(senders));
  return (
    <Card>
      <BlockStack gap="200">
        <TextField
          label={t.sender}
          value={sender}
          onChange={onChange}
          onBlur={onLeave}
          error={error ?? false}
          helpText={t.senderHelp}
          autoComplete="off"
          spellCheck={false}
        />
        {[...elsewhere].map(([other, theirs]) => (
          <Text as="p" variant="bodySm" key={other}>
            {t.senderElsewhere(countryNames(theirs), other)}
          </Text>
        ))}
        {refused.length === 0 ? null : (
          <Text as="p" variant="bodySm" tone="caution">
            {t.senderRefused(countryNames(refused))}
          </Text>
        )}
        {registered.length === 0 ? null : (
          <Text as="p" variant="bodySm" tone="subdued">
            {t.senderRegistered(countryNames(registered))}
          </Text>
        )}
        {elsewhere.size === 0 && refused.length === 0 ? null : (
          <Link url="/app/settings">{t.sendersInSettings}</Link>
        )}
      </BlockStack>
    </Card>
  );
});
