import { Banner, BlockStack, Select, Text } from '@shopify/polaris';
import type { ColumnQuestion } from '../../core/imports/column-questions.ts';
import { type ImportField, importFields } from '../../core/imports/import-fields.ts';
import { importQuestionTexts as t } from '../texts/import-questions.ts';
import { type ImportSample, nameOf } from './import-form.ts';

type Props = {
  sample: ImportSample;
  questions: ColumnQuestion[];
  /** Whether the merchant has tried to go on without an answer. */
  shown: boolean;
  onAnswer: (question: ColumnQuestion, column: number, field: ImportField | null) => void;
};

/** What is doubtful about the columns, in words; an answer takes its question away. */
export function QuestionsField({ sample, questions, shown, onAnswer }: Props) {
  if (questions.length === 0) {
    return null;
  }
  return (
    <Banner tone={shown ? 'critical' : 'warning'} title={t.title(questions.length)}>
      <BlockStack gap="300">
        <Text as="p">{t.note}</Text>
        {questions.map((question) => (
          <Select
            key={`${question.kind} ${'columns' in question ? question.columns.join(' ') : question.column}`}
            label={wordsOf(sample, question)}
            options={[{ value: '', label: t.choose }, ...answersOf(sample, question)]}
            value=""
            onChange={(value) => {
              const [column = '', field = ''] = value.split(' ');
              onAnswer(question, Number(column), importFields.find((one) => one === field) ?? null);
            }}
          />
        ))}
      </BlockStack>
    </Banner>
  );
}

function wordsOf(sample: ImportSample, question: ColumnQuestion): string {
  const name = (column: number) => nameOf(sample, column);
  switch (question.kind) {
    case 'which_phone':
      return t.whichPhone(question.columns.map(name));
    case 'which_consent':
      return t.whichConsent(question.columns.map(name));
    case 'says_no':
      return (question.ofEmail ? t.saysNoElsewhere : t.saysNo)(
        name(question.column),
        question.no,
        question.of,
      );
    case 'undated':
      return t.undated(name(question.column), question.no, question.of);
    case 'unread':
      return t.unread(name(question.column), question.words);
    case 'says_opposite':
      return (question.named === 'out' ? t.namedOut : t.namedIn)(name(question.column));
    default:
      return question satisfies never;
  }
}

/** Each is the place of a column and what it is then; nothing behind it: it is left out. */
function answersOf(sample: ImportSample, question: ColumnQuestion): { value: string; label: string }[] {
  switch (question.kind) {
    case 'which_phone':
    case 'which_consent': {
      const field = question.kind === 'which_phone' ? 'phone' : 'consent';
      const only = question.kind === 'which_phone' && question.columns.length === 1;
      return question.columns.map((column) => ({
        value: `${column} ${field}`,
        label: only ? t.answers.phone : withExample(sample, column),
      }));
    }
    case 'undated':
      return [{ value: `${question.column}`, label: t.answers.agreed }];
    case 'says_no':
    case 'unread':
    case 'says_opposite': {
      const { column } = question;
      const named = sample.doubts.named[column] ?? null;
      return [
        ...(named === 'out' ? [] : [{ value: `${column} consent`, label: t.answers.consent }]),
        ...(named === 'in' ? [] : [{ value: `${column} opt_out`, label: t.answers.opt_out }]),
        { value: `${column}`, label: t.answers.none },
      ];
    }
    default:
      return question satisfies never;
  }
}

function withExample(sample: ImportSample, column: number): string {
  const example = sample.rows.map((row) => row[column]?.trim() ?? '').find((cell) => cell !== '');
  return example === undefined ? nameOf(sample, column) : `${nameOf(sample, column)} (${example})`;
}
