import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderInPolaris } from '../../../test/support/render-page.tsx';
import { ClicksCard } from './ClicksCard.tsx';

const sale = { destination: 'https://shop.example/sale', people: 120, clicks: 180, machines: 30 };
const news = { destination: 'https://shop.example/news', people: 1, clicks: 1, machines: 0 };
const cellsOf = (name: RegExp) =>
  within(screen.getByRole('row', { name }))
    .getAllByRole('cell')
    .map((cell) => cell.textContent);

test('each link shows its people, their share of those texted, and machines apart', () => {
  renderInPolaris(
    <ClicksCard clicks={{ links: [sale, news], optOut: { opened: 4, pressed: 3 } }} texted={1_000} />,
  );
  expect(cellsOf(/sale/)).toEqual(['120', '12%', '15030 more by machines']);
  expect(cellsOf(/news/)).toEqual(['1', '0.1%', '1']);
  expect(screen.getByText('4 people opened the opt-out page; 3 opted out on it.')).toBeVisible();
  expect(screen.getByText(/not counted as people/)).toBeVisible();
});

test('where no machine came there is nothing to explain, and nobody texted is no share', () => {
  renderInPolaris(<ClicksCard clicks={{ links: [news], optOut: { opened: 0, pressed: 0 } }} texted={0} />);
  expect(screen.queryByText(/not counted as people/)).toBeNull();
  expect(screen.getByText('Nobody has opened the opt-out page.')).toBeVisible();
  expect(cellsOf(/news/)[1]).toBe('–');
});

test('a text without links has no card', () => {
  renderInPolaris(<ClicksCard clicks={{ links: [], optOut: null }} texted={10} />);
  expect(screen.queryByText('Links')).toBeNull();
});
