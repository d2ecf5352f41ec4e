import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { renderAt } from '../../../test/support/render-page.tsx';
import type { ChosenAudience } from '../../core/campaigns/audience.ts';
import { AudienceField } from './AudienceField.tsx';
import { audienceProblem } from './audience/audience-problem.ts';

/** The field with the state that the editor keeps. */
function open(initial: ChosenAudience = { kind: 'everyone' }) {
  const changed = vi.fn<(audience: ChosenAudience) => void>();
  function Field() {
    const [audience, setAudience] = useState(initial);
    return (
      <AudienceField
        audience={audience}
        unresolved={null}
        knownTags={['vip']}
        languages={['el']}
        lists={[{ id: 4, name: 'Spring fair', members: 120 }]}
        count={undefined}
        error={undefined}
        onChange={(next) => {
          changed(next);
          setAudience(next);
        }}
        onLeave={() => {}}
      />
    );
  }
  renderAt('/app/campaigns/new', <Field />, {}, [
    {
      path: '/app/audience/segments',
      loader: () => ({
        from: 'shopify',
        segments: [{ id: 'gid://shopify/Segment/7', name: 'Big spenders' }],
      }),
    },
  ]);
  return changed;
}

test('conditions are added, filled in and removed by keyboard', async () => {
  const changed = open();
  await userEvent.click(screen.getByRole('radio', { name: 'Customers by conditions' }));
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Add a condition' }), 'spent');
  screen.getByRole('button', { name: 'Add' }).focus();
  await userEvent.keyboard('{Enter}');
  await userEvent.type(screen.getByRole('spinbutton', { name: 'Amount' }), '99.5');
  expect(changed).toHaveBeenLastCalledWith({
    kind: 'filter',
    conditions: [{ field: 'spent', is: 'at_least', amount: 99.5 }],
  });
  screen.getByRole('button', { name: 'Remove the condition Amount spent' }).focus();
  await userEvent.keyboard('{Enter}');
  expect(changed).toHaveBeenLastCalledWith({ kind: 'filter', conditions: [] });
});

test('a list is chosen by its name', async () => {
  const changed = open();
  await userEvent.click(screen.getByRole('radio', { name: 'Customers on an imported list' }));
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'List' }), '4');
  expect(changed).toHaveBeenLastCalledWith({ kind: 'list', listId: 4 });
});

test('a segment is searched for in Shopify', async () => {
  // jsdom has no layout, and Polaris opens no list under a field that is not displayed.
  vi.spyOn(HTMLElement.prototype, 'offsetParent', 'get').mockReturnValue(document.body);
  Element.prototype.scrollBy = () => {};
  const changed = open({ kind: 'segment', segment: { id: '', name: '' } });
  await userEvent.click(screen.getByRole('combobox', { name: 'Segment' }));
  await userEvent.click(await screen.findByRole('option', { name: 'Big spenders', hidden: true }));
  await waitFor(() =>
    expect(changed).toHaveBeenLastCalledWith({
      kind: 'segment',
      segment: { id: 'gid://shopify/Segment/7', name: 'Big spenders' },
    }),
  );
  vi.restoreAllMocks();
});

test('whoever was texted a short while ago can be left out of any audience, and stays so when another is chosen', async () => {
  const changed = open();
  await userEvent.click(screen.getByRole('checkbox', { name: 'Leave some of them out' }));
  const days = screen.getByRole('spinbutton', { name: /^Leave out whoever was texted in the last/ });
  await userEvent.type(days, '7');
  expect(changed).toHaveBeenLastCalledWith({ kind: 'everyone', exclude: { textedWithinDays: 7 } });
  await userEvent.click(screen.getByRole('radio', { name: 'Customers on an imported list' }));
  expect(changed).toHaveBeenLastCalledWith({ kind: 'list', listId: 0, exclude: { textedWithinDays: 7 } });
  await userEvent.click(screen.getByRole('checkbox', { name: 'Leave some of them out' }));
  expect(changed).toHaveBeenLastCalledWith({ kind: 'list', listId: 0 });
});

test('what is missing in an audience is said', () => {
  expect(audienceProblem({ kind: 'everyone' })).toBeUndefined();
  expect(audienceProblem({ kind: 'list', listId: 0 })).toMatch(/Choose a list/);
  expect(audienceProblem({ kind: 'segment', segment: { id: '', name: '' } })).toMatch(/Choose a segment/);
  expect(audienceProblem({ kind: 'filter', conditions: [] })).toMatch(/at least one condition/);
  expect(audienceProblem({ kind: 'filter', conditions: [{ field: 'country', in: [] }] })).toMatch(
    /not complete/,
  );
  expect(audienceProblem({ kind: 'everyone', exclude: { textedWithinDays: 0 } })).toMatch(/leave out/);
});
