/** One fact of a consent's history, as its event tells it. */
export type ConsentFact = {
  at: string;
  what: string;
  source: string | null;
  level: string | null;
  wording: string | null;
  evidence: string | null;
};

/** One record of a shop's customer. Null: not known. */
export type PersonRecord = {
  contactId: number;
  shopifyId: string | null;
  mergedIds: string[];
  firstName: string | null;
  lastName: string | null;
  phone: string | null;
  phoneProblem: string | null;
  country: string | null;
  language: string | null;
  tags: string[];
  orders: number;
  spent: string;
  lastOrderAt: string | null;
  /** What of her is a merge tag of the shop's, by where it comes from. */
  fields: Record<string, string>;
  consent: string;
  consentAt: string | null;
  consentHistory: ConsentFact[];
  lists: string[];
  createdAt: string;
  updatedAt: string;
  deletedAt: string | null;
  erasedAt: string | null;
};

/** One text to her number, or why she got none. */
export type PersonText = {
  campaign: string;
  /** Word for word; null when it was not sent, or its values are not kept any more. */
  text: string | null;
  phone: string | null;
  sender: string;
  state: string;
  reason: string | null;
  parts: number;
  country: string;
  handedOverAt: string | null;
  reportedAt: string | null;
  carrierId: string | null;
  opened: { at: string; link: string; machine: string | null; by: string }[];
};

export type PersonLeftOut = { campaign: string; reason: string; at: string | null };

/** Everything that is held of a person in one shop, to hand over. */
export type PersonFile = {
  shop: { name: string; domain: string };
  madeAt: string;
  records: PersonRecord[];
  /** Kept as a keyed hash, so that she is not texted again. */
  silentNumbers: { phone: string; since: string; reason: string }[];
  texts: PersonText[];
  leftOut: PersonLeftOut[];
  /** Rows of other tables that name her, by what they are. */
  more: { what: string; rows: Record<string, string | null>[] }[];
};
