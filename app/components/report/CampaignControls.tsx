import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Box, Button, ButtonGroup, Modal, Text } from '@shopify/polaris';
import { useState } from 'react';
import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import { pauseText, reportTexts as t } from '../texts/report.ts';

/** What pressing a button did, in words, and the status that it led to: once that has passed, so has the message. */
export type ControlResult = { done: string; status: CampaignStatus | null } | { refused: string };

type Props = { status: CampaignStatus; pauseReason: string | null; waiting: number };

/** Pause, resume and cancel, each followed by what it did. */
export function CampaignControls({ status, pauseReason, waiting }: Props) {
  const fetcher = useFetcher<ControlResult>();
  const [asking, setAsking] = useState(false);
  const busy = fetcher.state !== 'idle';
  const pressed = fetcher.formData?.get('intent');
  const press = (intent: 'pause' | 'resume' | 'cancel') => {
    if (!busy) {
      fetcher.submit({ intent }, { method: 'post' });
    }
  };
  const running = status === 'sending' && waiting > 0;
  const cancellable = (status === 'sending' || status === 'paused' || status === 'scheduled') && waiting > 0;

  const outcome = outcomeOf(busy ? undefined : fetcher.data, status, pauseReason);
  if (outcome === null && !cancellable) {
    return null;
  }

  return (
    <BlockStack gap="300">
      {outcome}
      {cancellable ? (
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <ButtonGroup>
            {running ? (
              <Button loading={pressed === 'pause'} disabled={busy} onClick={() => press('pause')}>
                {t.pause}
              </Button>
            ) : null}
            {status === 'paused' ? (
              <Button
                variant="primary"
                loading={pressed === 'resume'}
                disabled={busy}
                onClick={() => press('resume')}
              >
                {t.resume}
              </Button>
            ) : null}
            <Button
              tone="critical"
              loading={pressed === 'cancel'}
              disabled={busy}
              onClick={() => setAsking(true)}
            >
              {t.cancel}
            </Button>
          </ButtonGroup>
        </Box>
      ) : null}
      <Modal
        open={asking}
        onClose={() => setAsking(false)}
        title={t.cancelTitle}
        primaryAction={{
          content: t.cancel,
          destructive: true,
          onAction: () => {
            setAsking(false);
            press('cancel');
          },
        }}
        secondaryActions={[{ content: t.keep, onAction: () => setAsking(false) }]}
      >
        <Modal.Section>
          <Text as="p">{t.cancelBody(waiting)}</Text>
        </Modal.Section>
      </Modal>
    </BlockStack>
  );
}

function outcomeOf(result: ControlResult | undefined, status: CampaignStatus, pauseReason: string | null) {
  if (result !== undefined && 'refused' in result) {
    return <Banner tone="critical">{result.refused}</Banner>;
  }
  if (result !== undefined && (result.status === null || result.status === status)) {
    return <Banner tone="success">{result.done}</Banner>;
  }
  return status === 'paused' ? <Banner tone="warning">{pauseText(pauseReason)}</Banner> : null;
}
