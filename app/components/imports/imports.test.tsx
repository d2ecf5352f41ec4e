import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderAt } from '../../../test/support/render-page.tsx';
import { ImportForm } from './ImportForm.tsx';
import { ImportResult } from './ImportResult.tsx';
import type { ImportSample } from './import-form.ts';
import { importName } from './import-name.ts';

const sample: ImportSample = {
  format: { encoding: 'utf-8', delimiter: ';', announced: false, header: true },
  header: ['Κινητό', 'Όνομα'],
  rows: [['6943123456', 'Ελένη']],
  columns: ['phone', 'first_name'],
  doubts: {
    phones: [],
    consents: [],
    nos: [],
    unread: [],
    undated: [],
    ofTexts: [],
    reads: [],
    named: [null, null],
  },
  leftOut: [],
  tool: null,
  examples: null,
  top: [{ no: 1, cells: ['Κινητό', 'Όνομα'] }],
  dateOrder: null,
};

function open() {
  const onCheck = vi.fn();
  renderAt(
    '/app/contacts/import/4',
    <ImportForm
      sample={sample}
      settings={null}
      today="2026-11-24"
      timeZone="Europe/Athens"
      busy={false}
      onCheck={onCheck}
      onDiscard={() => {}}
      onReread={() => {}}
    />,
  );
  return onCheck;
}

test('nothing is checked before the merchant has said where the consent comes from', async () => {
  const onCheck = open();
  await userEvent.click(screen.getByRole('button', { name: 'Check the file' }));
  expect(onCheck).not.toHaveBeenCalled();
  expect(screen.getByText(/nobody is subscribed without your word/)).toBeVisible();

  await userEvent.click(screen.getByRole('radio', { name: 'Yes, and I can show it' }));
  await userEvent.click(screen.getByRole('button', { name: 'Check the file' }));
  expect(onCheck).not.toHaveBeenCalled();
  await userEvent.type(
    screen.getByRole('textbox', { name: 'Where and how did they agree?' }),
    'Cards at the till',
  );
  await userEvent.type(screen.getByLabelText('Since when?'), '2026-03-01');
  await userEvent.click(screen.getByRole('button', { name: 'Check the file' }));
  await waitFor(() =>
    expect(onCheck).toHaveBeenCalledExactlyOnceWith({
      format: sample.format,
      columns: ['phone', 'first_name'],
      leftOut: [],
      dateOrder: null,
      consent: { kind: 'given', source: 'Cards at the till', date: '2026-03-01' },
      list: null,
    }),
  );
});

test('each reason says what to do, and opens the list of its rows', () => {
  renderAt(
    '/app/contacts/import/4',
    <ImportResult
      importId={4}
      done={false}
      rowsKept
      daysKept={7}
      counts={{
        rows: 3,
        blank: 0,
        people: 1,
        added: 0,
        filled: 0,
        same: 1,
        opted_in: 0,
        opted_out: 0,
        joined: 0,
        stays_in: 0,
        stays_out: 0,
        reasons: { shortened_number: 2 },
      }}
    />,
  );
  expect(screen.getByRole('link', { name: 'Number shortened by Excel' })).toHaveAttribute(
    'href',
    '/app/contacts/import/4/problems/shortened_number',
  );
  expect(screen.getByText(/This file changes nothing/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Download these rows' })).toBeVisible();
});

test('an import is called as its file while that is kept, and then by its day and rows', () => {
  const named = { fileName: 'till.csv', at: '2026-11-24T23:30:00.000Z', rows: 1200 };
  expect(importName(named, 'Europe/Athens')).toBe('till.csv');
  expect(importName({ ...named, fileName: null }, 'Europe/Athens')).toBe('File of 25 Nov 2026, 1,200 rows');
});
