import type { ToldBy } from '../contacts/contact-events.ts';
import type { ContactEvent, EventOf } from '../events.ts';
import { parseReference } from '../messaging/reference.ts';

type Given = Extract<EventOf<'contact'>, { type: 'ConsentGiven' }>['data'];

/** What shows that she said it: a text of ours that she answered or whose link she used, or a reply of hers. */
export type ConsentEvidence =
  | { kind: 'text'; campaignId: number; ordinal: number }
  | { kind: 'reply'; inboundId: number }
  | { kind: 'import'; importId: number };

/** One thing that was said or done about a person's consent. `at`: when, by whoever said it; ISO 8601. */
export type ConsentEntry = {
  position: number;
  at: string;
  evidence: ConsentEvidence | null;
  /** The member of staff whose act it was, by Shopify's id. */
  by: string | null;
} & (
  | { kind: 'given'; source: Given['source']; level: string; wording: number | null }
  | { kind: 'withdrawn'; source: Given['source']; toldBy: ToldBy | null }
  /** Shopify has taken a yes back without a no: what it says now ("pending", "never", "deleted"). */
  | { kind: 'lapsed'; to: string }
  | { kind: 'questioned' }
  | { kind: 'upheld' }
  | { kind: 'suppressed'; reason: string }
  | { kind: 'erased' }
);

/** Everything that was ever said about a person's consent, newest first: nothing of it is ever overwritten. */
export function consentStory(recorded: readonly { event: ContactEvent; position: number }[]): ConsentEntry[] {
  return recorded.map(toEntry).reverse();
}

function toEntry({ event, position }: { event: ContactEvent; position: number }): ConsentEntry {
  const common = { position, at: event.data.at, evidence: null, by: null };
  switch (event.type) {
    case 'ConsentGiven': {
      const { source, level, wording, evidence } = event.data;
      return {
        ...common,
        kind: 'given',
        source,
        level,
        wording: wording === null || !/^\d{1,9}$/.test(wording) ? null : Number(wording),
        // An import names itself where others name a wording.
        evidence: readEvidence(evidence ?? wording),
      };
    }
    case 'ConsentWithdrawn': {
      const { source, evidence, toldBy, by } = event.data;
      // Shopify's word stands where evidence stands for others; only "unsubscribed" of them is a no.
      return source === 'shopify' && evidence !== null && evidence !== 'unsubscribed'
        ? { ...common, kind: 'lapsed', to: evidence }
        : {
            ...common,
            kind: 'withdrawn',
            source,
            by: by ?? null,
            toldBy: toldBy ?? null,
            evidence: readEvidence(evidence),
          };
    }
    case 'ConsentQuestioned':
      return { ...common, kind: 'questioned', evidence: readEvidence(event.data.evidence) };
    case 'ConsentUpheld':
      return { ...common, kind: 'upheld', by: event.data.by, evidence: readEvidence(event.data.evidence) };
    case 'ContactSuppressed':
      return { ...common, kind: 'suppressed', reason: event.data.reason };
    case 'ContactErased':
      return { ...common, kind: 'erased' };
  }
}

function readEvidence(evidence: string | null): ConsentEvidence | null {
  if (evidence === null) {
    return null;
  }
  const inboundId = /^inbound-(\d{1,15})$/.exec(evidence)?.[1];
  if (inboundId !== undefined) {
    return { kind: 'reply', inboundId: Number(inboundId) };
  }
  const importId = /^import-(\d{1,15})$/.exec(evidence)?.[1];
  if (importId !== undefined) {
    return { kind: 'import', importId: Number(importId) };
  }
  const text = parseReference(evidence);
  return text === undefined
    ? null
    : { kind: 'text', campaignId: Number(text.campaignId), ordinal: text.ordinal };
}
