import { z } from 'zod';
import { type CarrierCallback, entriesOf, lowerCaseKeys } from '../messaging/carrier-callback.ts';
import { excerpt } from '../messaging/excerpt.ts';
import { type DeliveryStatus, parseDeliveryStatus } from './delivery-status.ts';

/**
 * One report about one text. At least one of `messageId` (Mitto's) and `reference` (ours, as it came) is there.
 * `word` is Mitto's own; `description` is shortened with its numbers masked; `at` is ISO 8601 in UTC, Mitto's clock.
 */
export type DeliveryReport = {
  messageId?: string;
  reference?: string;
  word: string;
  status: DeliveryStatus;
  rank: number;
  description?: string;
  code?: string;
  at?: string;
};

const REPORTS_MAX = 10_000;

/** A description may be long, and is shortened; what is longer than this is no report's. */
const FIELD_MAX = 10_000;

const Words = z
  .union([z.string().max(FIELD_MAX), z.number().transform(String)])
  .transform((text) => text.trim())
  .pipe(z.string().min(1).max(FIELD_MAX))
  .optional()
  .catch(undefined);
// Visible ASCII only: what is neither cannot be an id, and NUL would make the insert of a whole group fail.
const Id = Words.pipe(
  z
    .string()
    .regex(/^[\x21-\x7e]{1,100}$/)
    .optional(),
).catch(undefined);

const Fields = z.object({
  messageid: Id,
  message_id: Id,
  id: Id,
  msgid: Id,
  reference: Id,
  deliverystatus: Words,
  status: Words,
  description: Words,
  error: Words,
  errorcode: Words,
  updatedat: Words,
  timestamp: Words,
});

/**
 * The reports in a delivery callback. Its payload is documented nowhere, so every form that the carrier's APIs and
 * clients are known for is taken: one object or a list (bare or in `messages`, `reports`, ...), JSON, form or query.
 * `unreadable` counts entries without a status or without any id, and those past 10,000; a body that cannot be read
 * at all is one.
 */
export function parseDeliveryReports(input: CarrierCallback): {
  reports: DeliveryReport[];
  unreadable: number;
} {
  const entries = entriesOf(input);
  const reports: DeliveryReport[] = [];
  for (const entry of entries.slice(0, REPORTS_MAX)) {
    const report = toReport(entry);
    if (report !== undefined) {
      reports.push(report);
    }
  }
  return { reports, unreadable: entries.length - reports.length };
}

function toReport(entry: unknown): DeliveryReport | undefined {
  const fields = Fields.safeParse(lowerCaseKeys(entry)).data;
  const messageId = fields?.messageid ?? fields?.message_id ?? fields?.id ?? fields?.msgid;
  const said = fields?.deliverystatus ?? fields?.status ?? '';
  const word = excerpt(said, 40);
  if (fields === undefined || word === '' || (messageId === undefined && fields.reference === undefined)) {
    return undefined;
  }
  const description = excerpt(fields.description ?? fields.error ?? '', 200);
  const code = excerpt(fields.errorcode ?? '', 50);
  const at = toIso(fields.updatedat ?? fields.timestamp);
  return {
    ...(messageId !== undefined && { messageId }),
    ...(fields.reference !== undefined && { reference: fields.reference }),
    word,
    ...parseDeliveryStatus(said),
    ...(description !== '' && { description }),
    ...(code !== '' && { code }),
    ...(at !== undefined && { at }),
  };
}

const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?$/i;

// A year 0 or 10,000 would make the insert of a whole group fail, and no report is from either.
const LAST_MS = Date.UTC(9999, 11, 31);

/** A time with any number of fractional digits (Mitto writes 7), or an epoch in seconds or milliseconds. */
function toIso(time: string | undefined): string | undefined {
  if (time === undefined) {
    return undefined;
  }
  const [, day, hours, zone] = ISO.exec(time) ?? [];
  let ms = Number.NaN;
  if (day !== undefined && hours !== undefined) {
    // Without a zone it is UTC; left to Date.parse it would be this machine's.
    ms = Date.parse(`${day}T${hours}${zone ?? 'Z'}`);
  } else if (/^\d{10}(?:\.\d+)?$|^\d{13}$/.test(time)) {
    ms = time.length === 13 && !time.includes('.') ? Number(time) : Number(time) * 1000;
  }
  return ms >= 0 && ms <= LAST_MS ? new Date(ms).toISOString() : undefined;
}
