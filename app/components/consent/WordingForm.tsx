import { useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Box, Button, Checkbox, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import type { ConsentWording, WordingProblem } from '../../core/consent/consent-wording.ts';
import { formatDateTime } from '../formats.ts';
import { Section } from '../Section.tsx';
import { commonTexts } from '../texts/common.ts';
import { consentTexts as t } from '../texts/consent.ts';

type Props = {
  wording: ConsentWording & { version: number; since: string | null };
  problems: WordingProblem[];
  saving: boolean;
  timeZone: string;
};

/** What customers agree to, and whether they are asked twice. */
export function WordingForm({ wording, problems, saving, timeZone }: Props) {
  const [draft, setDraft] = useState<ConsentWording>(wording);
  const submit = useSubmit();
  const change = (part: Partial<ConsentWording>) => setDraft((before) => ({ ...before, ...part }));
  const wrong = (field: WordingProblem['field']) =>
    problems.find((problem) => problem.field === field)?.message ?? false;
  const save = () =>
    submit(
      {
        intent: 'wording',
        text: draft.text,
        confirmation: draft.confirmation,
        ...(draft.doubleOptIn ? { doubleOptIn: 'true' } : {}),
      },
      { method: 'post' },
    );
  return (
    <Section title={t.wordingTitle}>
      <BlockStack gap="400">
        {problems.length === 0 ? null : <Banner tone="critical">{t.refused}</Banner>}
        {wording.since === null ? null : (
          <Text as="p" tone="subdued">
            {t.wordingNow(wording.version, formatDateTime(wording.since, timeZone))}
          </Text>
        )}
        <TextField
          label={t.wording}
          value={draft.text}
          onChange={(text) => change({ text })}
          error={wrong('text')}
          helpText={t.wordingHelp}
          multiline={2}
          maxLength={2000}
          autoComplete="off"
        />
        <Checkbox
          label={t.doubleOptIn}
          checked={draft.doubleOptIn}
          onChange={(doubleOptIn) => change({ doubleOptIn })}
          error={wrong('doubleOptIn')}
          helpText={t.doubleOptInHelp}
        />
        {draft.doubleOptIn ? (
          <TextField
            label={t.confirmation}
            value={draft.confirmation}
            onChange={(confirmation) => change({ confirmation })}
            error={wrong('confirmation')}
            helpText={t.confirmationHelp}
            multiline={2}
            maxLength={2000}
            autoComplete="off"
          />
        ) : null}
        <Box>
          <Button variant="primary" loading={saving} onClick={save}>
            {commonTexts.save}
          </Button>
        </Box>
      </BlockStack>
    </Section>
  );
}
