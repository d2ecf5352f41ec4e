import { BlockStack, Card, Text, TextField } from '@shopify/polaris';
import { senderRules } from '../../core/messaging/sender-rules.ts';
import { countryName } from '../formats.ts';
import { editorTexts as t } from '../texts/editor.ts';

type Props = {
  sender: string;
  error: string | undefined;
  /** Where the shop's subscribers are. */
  countries: string[];
  onChange: (sender: string) => void;
  onLeave: () => void;
};

/** Who the text is from, with what the countries of the shop's customers make of it. */
export function SenderField({ sender, error, countries, onChange, onLeave }: Props) {
  const { refused, registered } = senderRules(sender, countries);
  const names = (codes: string[]) => new Intl.ListFormat('en').format(codes.map(countryName));
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
        {refused.length === 0 ? null : (
          <Text as="p" variant="bodySm" tone="caution">
            {t.senderRefused(names(refused))}
          </Text>
        )}
        {registered.length === 0 ? null : (
          <Text as="p" variant="bodySm" tone="subdued">
            {t.senderRegistered(names(registered))}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
