import { z } from 'zod';
import { parseSender } from './sender.ts';

/** The sender of each country (ISO alpha-2) that has one of its own. */
export const sendersByCountry = z.record(z.string().regex(/^[A-Z]{2}$/), z.string().max(20));
export type SendersByCountry = Readonly<z.infer<typeof sendersByCountry>>;

/** Whom texts are from: `sender` in every country but those that have one of their own. */
export type Senders = { sender: string; senders: SendersByCountry };

/** What a phone of that country shows as the sender: the one place that chooses it. */
export const senderFor = ({ sender, senders }: Senders, country: string): string =>
  senders[country] ?? sender;

/** Each as Mitto takes it ("+1800…" loses its plus), in the order of their countries; what is no sender stays as it is. */
export function tidySenders(senders: SendersByCountry): Record<string, string> {
  return Object.fromEntries(
    Object.entries(senders)
      .map(([country, written]) => {
        const parsed = parseSender(written);
        return [country, parsed.ok ? parsed.sender : written] as const;
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Which of some countries each sender is for, in the order in which they are given. */
export function countriesBySender(from: Senders, countries: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const country of new Set(countries)) {
    const sender = senderFor(from, country);
    found.set(sender, [...(found.get(sender) ?? []), country]);
  }
  return found;
}
