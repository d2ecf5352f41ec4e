import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderInPolaris } from '../../../test/support/render-page.tsx';
import { FromWhom } from './FromWhom.tsx';

const line = (country: string, parts = 1) => ({ country, parts, recipients: 1, credits: 1 });

test('each sender stands with the countries that see it', () => {
  renderInPolaris(
    <FromWhom
      from={{ sender: 'Kafeneio', senders: { US: '18005550100', IT: 'KafeneioIT' } }}
      lines={[line('GR'), line('GR', 2), line('US'), line('CY')]}
    />,
  );
  expect(screen.getByRole('row', { name: 'Kafeneio Greece and Cyprus' })).toBeVisible();
  expect(screen.getByRole('row', { name: '18005550100 United States' })).toBeVisible();
  expect(screen.queryByText('KafeneioIT')).not.toBeInTheDocument();
});

test('one sender for everybody is one line', () => {
  renderInPolaris(<FromWhom from={{ sender: 'Kafeneio', senders: {} }} lines={[line('GR'), line('CY')]} />);
  expect(screen.getByText('Kafeneio, in every country.')).toBeVisible();
  expect(screen.queryByRole('table')).not.toBeInTheDocument();
});
