import type { ExclusionReason } from './audience.ts';

/** How many an audience has now, as far as it can be known before its review. */
export type AudienceCount =
  /** Customers here; `leftOut` adds up to those who can't be texted. */
  | {
      kind: 'customers';
      contacts: number;
      textable: number;
      leftOut: Partial<Record<ExclusionReason, number>>;
      /** Segments that are left out were not looked at: only Shopify knows who is in them. */
      beforeSegments: boolean;
    }
  /** Members of a segment at Shopify; who of them can be texted is known at the review. */
  | { kind: 'members'; members: number; beforeExclusions: boolean }
  | { kind: 'segment_gone' }
  | { kind: 'list_gone' }
  /** Others of the shop are being counted; ask again in a moment. */
  | { kind: 'busy' }
  /** It looks at too many customers to be counted while one waits; the review does it. */
  | { kind: 'too_long' }
  /** Shopify can't be asked now. */
  | { kind: 'unknown' };
