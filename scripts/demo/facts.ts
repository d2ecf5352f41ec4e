import type { RecipientState } from '../../app/core/delivery/recipient-state.ts';

/** One person of a frozen audience, as the database has her. */
export type RecipientFact = {
  ordinal: number;
  /** E.164; null when she was erased meanwhile. */
  phone: string | null;
  state: RecipientState;
  reason: string | null;
  messageId: string | null;
  parts: number;
  credits: number;
  /** Her text, made again from what was frozen; undefined when it can't be. */
  text: string | undefined;
};

/** One text that the simulator took. */
export type AcceptedFact = {
  reference: string | undefined;
  messageId: string;
  destination: string;
  text: string;
  parts: number;
};

/** What is known about a campaign after it was sent. Amounts are whole credits. */
export type CampaignFacts = {
  campaignId: number;
  status: string;
  audience: number;
  recipientCount: number;
  /** Left out when the audience was frozen, by reason. */
  excluded: Record<string, number>;
  /** Numbers of those left out, E.164; some may belong to a recipient too. */
  excludedPhones: string[];
  recipients: RecipientFact[];
  /** The counters that the report page shows. */
  counters: Partial<Record<RecipientState, number>>;
  credits: { quoted: number; held: number; spent: number; released: number; refunded: number };
  balance: { available: number; held: number; spent: number; purchased: number; granted: number };
  /** ISO 8601; null as long as it has not happened. */
  startedAt: string | null;
  handedOverAt: string | null;
  /** What the simulator took for this campaign since it began; undefined when there is no log to read. */
  accepted: AcceptedFact[] | undefined;
};
