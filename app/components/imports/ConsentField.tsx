import { BlockStack, ChoiceList, FormLayout, Text, TextField } from '@shopify/polaris';
import { importsTexts as t } from '../texts/imports.ts';
import type { ImportDraft } from './import-form.ts';

type Props = {
  draft: ImportDraft;
  errors: { consent: string | undefined; source: string | undefined; date: string | undefined };
  today: string;
  onChange: (change: Partial<ImportDraft>) => void;
};

/** Where the consent of the people in a file comes from: without an answer nothing is imported, without a source nobody is subscribed. */
export function ConsentField({ draft, errors, today, onChange }: Props) {
  const byColumn = draft.columns.includes('consent');
  return (
    <BlockStack gap="300">
      <Text as="p" tone="subdued">
        {t.consentNote}
      </Text>
      <ChoiceList
        title={t.consent}
        titleHidden
        choices={[
          { value: 'given', label: byColumn ? t.consentGivenColumn : t.consentGiven },
          { value: 'none', label: t.consentNone },
        ]}
        selected={draft.consents === null ? [] : [draft.consents ? 'given' : 'none']}
        onChange={([chosen]) => onChange({ consents: chosen === 'given' })}
        {...(errors.consent === undefined ? {} : { error: errors.consent })}
      />
      {draft.consents === true ? (
        <FormLayout>
          <TextField
            label={t.source}
            helpText={t.sourceHelp}
            autoComplete="off"
            maxLength={500}
            value={draft.source}
            onChange={(source) => onChange({ source })}
            {...(errors.source === undefined ? {} : { error: errors.source })}
          />
          <TextField
            label={t.date}
            helpText={t.dateHelp}
            type="date"
            max={today}
            autoComplete="off"
            value={draft.date}
            onChange={(date) => onChange({ date })}
            {...(errors.date === undefined ? {} : { error: errors.date })}
          />
        </FormLayout>
      ) : null}
    </BlockStack>
  );
}
