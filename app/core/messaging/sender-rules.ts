import { parseSender } from './sender.ts';

/**
 * Where carriers refuse or replace a name as the sender (North America: twilio.com/docs/glossary/what-alphanumeric-sender-id,
 * "not supported"), and where a name must be registered before it is used (public registers: AGCOM in Italy, ComReg in
 * Ireland, ACMA in Australia, CNMC in Spain; operators' own in Türkiye, Ukraine, Russia and Belarus).
 */
const NO_NAMES: readonly string[] = ['US', 'CA', 'PR'];
const REGISTERED_NAMES: readonly string[] = ['AU', 'BY', 'ES', 'IE', 'IT', 'RU', 'TR', 'UA'];

/** Whether texts to a country (ISO alpha-2) may come from this sender; what is no sender may not. */
export function senderAllowed(sender: string, country: string): boolean {
  const parsed = parseSender(sender);
  return parsed.ok && (parsed.kind === 'number' || !NO_NAMES.includes(country));
}

/** The countries among those given where this sender is refused, and where it works only once it is registered. */
export function senderRules(
  sender: string,
  countries: readonly string[],
): { refused: string[]; registered: string[] } {
  const parsed = parseSender(sender);
  const isName = parsed.ok && parsed.kind === 'name';
  return {
    refused: isName ? countries.filter((country) => NO_NAMES.includes(country)) : [],
    registered: isName ? countries.filter((country) => REGISTERED_NAMES.includes(country)) : [],
  };
}
