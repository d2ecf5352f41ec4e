import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderInPolaris } from '../../../test/support/render-page.tsx';
import { PartCounter } from './PartCounter.tsx';

const show = (body: string, text = body, onFix = vi.fn()) => {
  renderInPolaris(<PartCounter body={body} text={text} homeCountry="GR" onFix={onFix} />);
  return onFix;
};

test('a short text in the standard alphabet is one part', () => {
  show('Hello');
  expect(screen.getByText('1 part for this customer')).toBeVisible();
  expect(screen.getByText('1 credit to a number in Greece')).toBeVisible();
  expect(screen.getByText('155 of 160 characters')).toBeVisible();
  expect(screen.getByText('Standard alphabet (GSM-7)')).toBeVisible();
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});

test('Greek small letters are named as what makes a text dear', () => {
  show('Γεια');
  expect(screen.getByText('Unicode (UCS-2)')).toBeVisible();
  expect(screen.getByText(/These characters need Unicode/)).toBeVisible();
  expect(screen.getByText('ε')).toBeVisible();
});

test('a customer’s name is named as the cause when the text itself is cheap', () => {
  show('Hi {{ first_name }}', 'Hi Ελένη');
  expect(screen.getByText(/A character in this customer’s name/)).toBeVisible();
});

test('a pasted dash and quotes are replaced with one click, and the saving is said', async () => {
  const text = `${'a'.repeat(90)} – “sale”`;
  const onFix = show(text);
  expect(screen.getByText('Saves 1 part for each text like this one.')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Use the cheaper characters' }));
  expect(onFix).toHaveBeenCalledExactlyOnceWith(`${'a'.repeat(90)} - "sale"`);
});

test('a character that nobody can see is called by its name', () => {
  show('Sale\u200btoday');
  expect(screen.getByText(/zero-width space → nothing/)).toBeVisible();
});
