import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderAt } from '../../../test/support/render-page.tsx';
import { ImportForm } from './ImportForm.tsx';
import type { ImportSample } from './import-form.ts';

const sample: ImportSample = {
  format: { encoding: 'utf-8', delimiter: ',', announced: false, header: true, namesRow: 3 },
  header: ['Phone', 'Mobile', 'Reply'],
  rows: [['2101234567', '6943123456', 'unsubscribed']],
  columns: [null, null, null],
  doubts: {
    phones: [0, 1],
    consents: [],
    nos: [{ column: 2, no: 12, of: 340, always: true, ofEmail: false }],
    unread: [],
    undated: [],
    ofTexts: [],
    reads: [],
    named: [null, null, null],
  },
  leftOut: [],
  tool: 'Keila',
  examples: null,
  top: [
    { no: 1, cells: ['Export'] },
    { no: 3, cells: ['Phone', 'Mobile', 'Reply'] },
  ],
  dateOrder: null,
};

function open(of: ImportSample = sample) {
  const [onCheck, onReread] = [vi.fn(), vi.fn()];
  renderAt(
    '/app/contacts/import/4',
    <ImportForm
      sample={of}
      settings={null}
      today="2026-11-24"
      timeZone="Europe/Athens"
      busy={false}
      onCheck={onCheck}
      onDiscard={() => {}}
      onReread={onReread}
    />,
  );
  return { onCheck, onReread };
}

const choose = (question: RegExp, answer: string) =>
  userEvent.selectOptions(screen.getByRole('combobox', { name: question }), answer);

test('what is doubtful is asked in words, and the file is not checked before it is answered', async () => {
  const { onCheck } = open();
  expect(screen.getByText('2 questions about the columns')).toBeVisible();
  await userEvent.click(screen.getByRole('radio', { name: /No, or I do not know/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Check the file' }));
  expect(onCheck).not.toHaveBeenCalled();
  expect(screen.getByText('Answer the questions about the columns first.')).toBeVisible();

  await choose(
    /Two columns may be the phone: “Phone” and “Mobile”. Which one gets texts/,
    'Mobile (6943123456)',
  );
  expect(screen.getByText('One question about the columns')).toBeVisible();
  await choose(
    /12 of 340 rows looked at say no in the column “Reply”/,
    'Who has opted out: whoever is marked gets no texts',
  );
  expect(screen.queryByText(/about the columns/)).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Check the file' }));
  await waitFor(() =>
    expect(onCheck).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ columns: [null, 'phone', 'opt_out'], leftOut: [] }),
    ),
  );
});

test('a no that is left out stays before the eyes of whoever says that all agreed', async () => {
  open();
  await choose(/say no in the column “Reply”/, 'Nothing about texts: leave it out');
  expect(
    screen.getByText('12 of 340 rows looked at say no in the column “Reply”, which you have left out.'),
  ).toBeVisible();
});

test('a column of opt-outs cannot be said to be one of consents', async () => {
  open({
    ...sample,
    columns: ['phone', null, 'opt_out'],
    doubts: {
      phones: [],
      consents: [],
      nos: [],
      unread: [],
      undated: [],
      ofTexts: [],
      reads: [],
      named: [null, null, 'out'],
    },
  });
  await userEvent.selectOptions(
    screen.getByRole('combobox', { name: 'Reply' }),
    'Consent to texts (yes or no)',
  );
  await choose(
    /“Reply” is the name of a column of opt-outs/,
    'Who has opted out: whoever is marked gets no texts',
  );
  expect(screen.queryByText(/question about the columns/)).toBeNull();
});

test('the tool that wrote a file is named, and the row of the names can be chosen', async () => {
  const { onReread } = open();
  expect(screen.getByText('This looks like an export of Keila, and is read as one.')).toBeVisible();
  const names = screen.getByRole('combobox', { name: 'The names of the columns are in' });
  expect(names).toHaveDisplayValue('row 3: Phone, Mobile, Reply');
  await userEvent.selectOptions(names, 'no row: contacts begin at once');
  expect(onReread).toHaveBeenCalledExactlyOnceWith({ names: '0' });
});

test('encodings are shown with what they make of the file', () => {
  const greek = { 'iso-8859-7': 'Άννα', 'windows-1253': '¶ννα', 'windows-1251': '¶ннб' };
  const rest = Object.fromEntries(
    [
      'windows-1252',
      'windows-1250',
      'windows-1254',
      'windows-1257',
      'iso-8859-2',
      'iso-8859-5',
      'koi8-u',
    ].map((page) => [page, 'x']),
  );
  const examples = { ...rest, 'iso-8859-15': 'x', 'iso-8859-16': 'x', ...greek } as ImportSample['examples'];
  open({ ...sample, format: { ...sample.format, encoding: 'iso-8859-7' }, examples });
  expect(screen.getByText(/They are read as: Άννα/)).toBeVisible();
  expect(screen.getByRole('option', { name: 'Greek (Windows-1253): ¶ννα' })).toBeInTheDocument();
});

test('who has no day in the file is asked about as soon as one is said for all', async () => {
  const { onCheck } = open({
    ...sample,
    columns: [null, 'phone', 'consent_date'],
    doubts: { ...sample.doubts, phones: [], nos: [], undated: [{ column: 2, no: 12, of: 340 }] },
  });
  await userEvent.click(screen.getByRole('radio', { name: 'Yes, and I can show it' }));
  await userEvent.type(screen.getByRole('textbox', { name: /Where and how/ }), 'Cards at the till');
  await userEvent.type(screen.getByLabelText('Since when?'), '2026-03-01');
  await userEvent.click(screen.getByRole('button', { name: 'Check the file' }));
  expect(onCheck).not.toHaveBeenCalled();
  await choose(
    /12 of 340 rows looked at have no day/,
    'They have agreed as well: the day that I say counts for them',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Check the file' }));
  await waitFor(() =>
    expect(onCheck).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ leftOut: [2] })),
  );
});
