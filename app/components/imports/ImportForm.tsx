import { Banner, BlockStack, Button, InlineStack, Select, Text, TextField } from '@shopify/polaris';
import type { ImportSettings } from '../../core/imports/import-settings.ts';
import { Section } from '../Section.tsx';
import { settingsProblemText, importsTexts as t } from '../texts/imports.ts';
import { ColumnsField } from './ColumnsField.tsx';
import { ConsentField } from './ConsentField.tsx';
import { FormatField } from './FormatField.tsx';
import {
  hasDates,
  type ImportFormProblem,
  type ImportSample,
  nameOf,
  overlookedNos,
  useImportForm,
} from './import-form.ts';
import { QuestionsField } from './QuestionsField.tsx';

type Props = {
  sample: ImportSample;
  /** What was said before; null the first time. */
  settings: ImportSettings | null;
  today: string;
  /** Of the shop. */
  timeZone: string;
  /** While something is being sent. */
  busy: boolean;
  onCheck: (settings: ImportSettings) => void;
  onDiscard: () => void;
  /** Reads the examples in another way. */
  onReread: (query: Record<string, string>) => void;
};

/** What the merchant says about a file before it is checked. */
export function ImportForm({ sample, settings, today, timeZone, busy, onCheck, onDiscard, onReread }: Props) {
  const form = useImportForm(sample, settings, today);
  const { draft } = form;
  const errorAt = (field: ImportFormProblem['field']): string | undefined => {
    const problem = form.problems.find((one) => one.field === field);
    return problem === undefined
      ? undefined
      : problem.field === 'consent'
        ? t.consentNotAnswered
        : settingsProblemText(problem);
  };
  const check = () => {
    const read = form.read();
    if (read !== undefined && !busy) {
      onCheck(read);
    }
  };
  return (
    <BlockStack gap="400">
      {form.problems.length > 0 ? <Banner tone="warning">{t.fixAbove}</Banner> : null}
      {sample.tool === null ? null : <Banner tone="info">{t.tool(sample.tool)}</Banner>}
      <Section title={t.columns}>
        <Text as="p" tone="subdued">
          {t.columnsNote}
        </Text>
        <QuestionsField
          sample={sample}
          questions={form.questions}
          shown={form.problems.length > 0}
          onAnswer={form.answer}
        />
        <ColumnsField
          sample={sample}
          columns={draft.columns}
          error={errorAt('columns')}
          onChange={form.setColumn}
        />
        {hasDates(sample, draft.columns) ? (
          <Select
            label={t.timeZone}
            helpText={t.timeZoneHelp}
            options={[
              { value: '', label: t.timeZoneUnsaid },
              ...[...new Set([timeZone, 'UTC'])].map((zone) => ({ value: zone, label: zone })),
            ]}
            value={draft.timeZone}
            onChange={(zone) => form.change({ timeZone: zone })}
          />
        ) : null}
        {hasDates(sample, draft.columns) ? (
          <Select
            label={t.dateOrder}
            options={[
              { value: '', label: t.dateOrders.unsaid },
              { value: 'day', label: t.dateOrders.day },
              { value: 'month', label: t.dateOrders.month },
            ]}
            value={draft.dateOrder ?? ''}
            onChange={(order) =>
              form.change({ dateOrder: order === 'day' || order === 'month' ? order : null })
            }
          />
        ) : null}
        <FormatField sample={sample} onChange={onReread} />
      </Section>
      <Section title={t.consent}>
        <ConsentField
          draft={draft}
          overlooked={overlookedNos(sample, draft).map((one) => ({
            ...one,
            name: nameOf(sample, one.column),
          }))}
          errors={{ consent: errorAt('consent'), source: errorAt('source'), date: errorAt('date') }}
          today={today}
          onChange={form.change}
        />
      </Section>
      <Section title={t.list}>
        <TextField
          label={t.list}
          labelHidden
          helpText={t.listHelp}
          autoComplete="off"
          maxLength={200}
          value={draft.list}
          onChange={(list) => form.change({ list })}
        />
      </Section>
      <InlineStack gap="300">
        <Button variant="primary" loading={busy} onClick={check}>
          {settings === null ? t.check : t.checkAgain}
        </Button>
        <Button disabled={busy} onClick={onDiscard}>
          {t.discard}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
