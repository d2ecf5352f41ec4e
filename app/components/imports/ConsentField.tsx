import { Banner, BlockStack, ChoiceList, FormLayout, Text, TextField } from '@shopify/polaris';
import { importQuestionTexts as questions } from '../texts/import-questions.ts';
import { importsTexts as t } from '../texts/imports.ts';
import type { ImportDraft } from './import-form.ts';

type Props = {
  draft: ImportDraft;
  /** Columns left out in which rows say no, by name. */
  overlooked: { name: string; no: number; of: number }[];
  errors: { consent: string | undefined; source: string | undefined; date: string | undefined };
  today: string;
  onChange: (change: Partial<ImportDraft>) => void;
};

/** Where the consent of the people in a file comes from: without an answer nothing is imported, without a source nobody is subscribed. */
export function ConsentField({ draft, overlooked, errors, today, onChange }: Props) {
  const given = draft.columns.includes('consent')
    ? t.consentGivenColumn
    : draft.columns.includes('opt_out')
      ? t.consentGivenOthers
      : t.consentGiven;
  return (
    <BlockStack gap="300">
      <Text as="p" tone="subdued">
        {t.consentNote}
      </Text>
      {overlooked.map(({ name, no, of }) => (
        <Banner key={name} tone="warning">
          {questions.overlooked(name, no, of)}
        </Banner>
      ))}
      <ChoiceList
        title={t.consent}
        titleHidden
        choices={[
          { value: 'given', label: given },
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
