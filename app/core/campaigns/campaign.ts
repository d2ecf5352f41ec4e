import { unreachable } from '../decision.ts';
import type { CampaignEvent } from '../events.ts';
import type { QuoteLine, Resend } from './campaign-events.ts';

export const campaignStatuses = [
  'draft',
  'preparing',
  'quoted',
  'scheduled',
  'sending',
  'paused',
  'completed',
  'cancelled',
  'expired',
] as const;
export type CampaignStatus = (typeof campaignStatuses)[number];

/** What the decisions about a campaign need to know; also the row that pages read. Times are ISO 8601. */
export type Campaign = {
  status: CampaignStatus | 'none';
  version: number;
  content: number;
  audience: number;
  recipients: number;
  excluded: Record<string, number>;
  parts: number;
  credits: number;
  lines: QuoteLine[];
  resend: Resend | null;
  /** The campaign that this one tries on the merchant's own phones. */
  testOf: number | null;
  problem: string | null;
  pauseReason: string | null;
  scheduledFor: string | null;
  expiresAt: string | null;
  frozenAt: string | null;
  confirmedAt: string | null;
  startedAt: string | null;
  handedOverAt: string | null;
  endedAt: string | null;
};

export const noCampaign: Campaign = {
  status: 'none',
  version: 0,
  content: 0,
  audience: 0,
  recipients: 0,
  excluded: {},
  parts: 0,
  credits: 0,
  lines: [],
  resend: null,
  testOf: null,
  problem: null,
  pauseReason: null,
  scheduledFor: null,
  expiresAt: null,
  frozenAt: null,
  confirmedAt: null,
  startedAt: null,
  handedOverAt: null,
  endedAt: null,
};

/** Folds one event, recorded `at`, into the campaign. Never argues: a recorded event is a fact. */
export function evolve(state: Campaign, event: CampaignEvent, at: string): Campaign {
  const next = { ...state, version: state.version + 1 };
  switch (event.type) {
    case 'CampaignDrafted':
      return {
        ...noCampaign,
        version: next.version,
        status: 'draft',
        content: event.data.content,
        testOf: event.data.testOf ?? null,
      };
    case 'CampaignEdited':
      return { ...noCampaign, version: next.version, status: 'draft', content: event.data.content };
    case 'CampaignReviewRequested':
      return { ...next, status: 'preparing', content: event.data.content, problem: null };
    case 'AudienceFrozen':
      return {
        ...next,
        audience: event.data.audience,
        recipients: event.data.recipients,
        excluded: event.data.excluded,
        parts: event.data.parts,
        resend: event.data.resend ?? null,
        frozenAt: at,
      };
    case 'CampaignQuoted':
      return { ...next, status: 'quoted', credits: event.data.credits, lines: event.data.lines };
    case 'CampaignReviewFailed':
      return {
        ...next,
        status: 'draft',
        problem: event.data.reason,
        audience: event.data.audience,
        excluded: event.data.excluded,
      };
    case 'CampaignConfirmed':
      return { ...next, confirmedAt: at, expiresAt: event.data.expiresAt };
    case 'CampaignScheduled':
      return { ...next, status: 'scheduled', scheduledFor: event.data.for };
    case 'CampaignStarted':
      return { ...next, status: 'sending', startedAt: at };
    case 'CampaignPaused':
      return { ...next, status: 'paused', pauseReason: event.data.reason };
    case 'CampaignResumed':
      return { ...next, status: 'sending', pauseReason: null };
    case 'CampaignCancelled':
      return { ...next, status: 'cancelled', pauseReason: null, endedAt: at };
    case 'CampaignExpired':
      return { ...next, status: 'expired', pauseReason: null, endedAt: at };
    case 'CampaignHandedOver':
      return { ...next, handedOverAt: at };
    case 'CampaignCompleted':
      return { ...next, status: 'completed', endedAt: at };
    default:
      return unreachable(event);
  }
}
