import type { CampaignRefusal } from '../../core/campaigns/decide.ts';
import { refusalText } from '../texts/common.ts';
import { reportTexts as t } from '../texts/report.ts';
import type { ControlResult } from './CampaignControls.tsx';

type Stopped =
  | { kind: 'done'; stopped?: number }
  | { kind: 'ignored' }
  | { kind: 'rejected'; reason: CampaignRefusal };

/** What pressing pause, resume or cancel did, for the merchant. */
export function controlAnswer(intent: 'pause' | 'resume' | 'cancel', result: Stopped): ControlResult {
  switch (result.kind) {
    case 'rejected':
      return { refused: refusalText(result.reason) };
    case 'ignored':
      return { done: t.nothingToDo, status: null };
    default:
      return intent === 'cancel'
        ? { done: t.cancelled(result.stopped), status: 'cancelled' }
        : { done: t.did[intent], status: intent === 'pause' ? 'paused' : 'sending' };
  }
}
