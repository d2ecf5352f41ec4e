import type { SendersByCountry } from '../../core/messaging/senders-by-country.ts';
import type { FrozenWords } from './write-texts.server.ts';

/** A batch that this process has the right to send: committed as DispatchIntended under this lease. */
export type ClaimedBatch = {
  shopId: number;
  campaignId: number;
  batchNo: number;
  version: number;
  attempt: number;
  intendedAt: Date;
  failures: number;
  lease: string;
  holdId: string;
  firstOrdinal: number;
  lastOrdinal: number;
  words: FrozenWords;
  sender: string;
  senders: SendersByCountry;
  /** In the order of their ordinals; who was left out is not among them. */
  recipients: ClaimedRecipient[];
};

export type ClaimedRecipient = {
  ordinal: number;
  phone: number;
  country: string;
  credits: number;
  merge: Record<string, string> | null;
};

export type BatchKey = { shopId: number; campaignId: number; batchNo: number };
