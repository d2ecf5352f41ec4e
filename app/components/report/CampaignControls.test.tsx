import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useLoaderData } from 'react-router-dom';
import { expect, test, vi } from 'vitest';
import { renderAt } from '../../../test/support/render-page.tsx';
import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import { CampaignControls } from './CampaignControls.tsx';
import { controlAnswer } from './control-answer.ts';

/** The page as its loader draws it: the status follows what was pressed. */
function Controls({ status, waiting }: { status: 'sending' | 'completed'; waiting: number }) {
  const after = useLoaderData() as CampaignStatus | null;
  return <CampaignControls status={after ?? status} pauseReason={null} waiting={waiting} />;
}

function open(element: React.ReactElement) {
  const posted = vi.fn();
  let status: CampaignStatus | null = null;
  renderAt('/app/campaigns/7/report', element, {
    loader: () => status,
    action: async ({ request }) => {
      posted((await request.formData()).get('intent'));
      status = 'cancelled';
      return controlAnswer('cancel', { kind: 'done', stopped: 188 });
    },
  });
  return posted;
}

test('cancelling asks first and then says how many texts it stopped', async () => {
  const posted = open(<Controls status="sending" waiting={188} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel campaign' }));
  expect(posted).not.toHaveBeenCalled();
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByText(/188 texts that have not been handed over/)).toBeVisible();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel campaign' }));
  expect(await screen.findByText(/188 texts had not been handed over/)).toBeVisible();
  expect(posted).toHaveBeenCalledExactlyOnceWith('cancel');
});

test('pausing is one press', async () => {
  const posted = open(<CampaignControls status="sending" pauseReason={null} waiting={5} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Pause' }));
  await waitFor(() => expect(posted).toHaveBeenCalledExactlyOnceWith('pause'));
});

test('a paused campaign says why and can be resumed', async () => {
  open(<CampaignControls status="paused" pauseReason="shop_uninstalled" waiting={5} />);
  expect(await screen.findByText(/Sendbook was uninstalled/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Resume' })).toBeEnabled();
});

test('a campaign that has ended has nothing to press', () => {
  open(<CampaignControls status="completed" pauseReason={null} waiting={0} />);
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});
