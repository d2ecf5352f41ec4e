import type { World } from '../model/world.ts';
import type { CarrierHere } from './carrier-here.ts';

/** What a review has promised: its price, and a fingerprint of whom it is for and what each of them costs. */
export type Promised = { credits: number; people: string };

/** A shop, and what it was promised. */
export type QuoteWorld = World & {
  home: string;
  mitto: CarrierHere;
  /** By campaign: what the merchant was shown last, and from its confirmation on what she said yes to. */
  promised: Map<number, Promised>;
  /** How many parts everybody's text has as it was written at the review, by campaign and ordinal. */
  parts: Map<string, number>;
};
