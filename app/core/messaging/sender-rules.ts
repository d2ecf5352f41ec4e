import { parseSender } from './sender.ts';
import { type Senders, senderFor } from './senders-by-country.ts';

/**
 * Where carriers refuse or replace a name as the sender (North America: twilio.com/docs/glossary/what-alphanumeric-sender-id,
 * "not supported"), and where a name must be registered before it is used (public registers: AGCOM in Italy, ComReg in
 * Ireland, ACMA in Australia, CNMC in Spain; operators' own in Türkiye, Ukraine, Russia and Belarus).
 */
const NO_NAMES: readonly string[] = ['US', 'CA', 'PR'];
const REGISTERED_NAMES: readonly string[] = ['AU', 'BY', 'ES', 'IE', 'IT', 'RU', 'TR', 'UA'];

export type CountryRule = 'numbers_only' | 'registered_names' | 'any_sender';

/** What a country (ISO alpha-2) takes as a sender. */
export function countryRule(country: string): CountryRule {
  if (NO_NAMES.includes(country)) {
    return 'numbers_only';
  }
  return REGISTERED_NAMES.includes(country) ? 'registered_names' : 'any_sender';
}

/** Whether texts to a country may come from this sender; what is no sender may not. */
export function senderAllowed(sender: string, country: string): boolean {
  const parsed = parseSender(sender);
  return parsed.ok && (parsed.kind === 'number' || countryRule(country) !== 'numbers_only');
}

/** What is wrong with a sender for one country, in words for the merchant; undefined when texts may come from it there. */
export function countrySenderProblem(sender: string, country: string): string | undefined {
  const parsed = parseSender(sender);
  if (!parsed.ok) {
    return parsed.problem;
  }
  return senderAllowed(parsed.sender, country)
    ? undefined
    : `Carriers there refuse texts from a name. Write a number instead of ${parsed.sender}.`;
}

/** The countries among those given where their sender is refused, and where it works only once it is registered. */
export function senderRules(
  from: Senders,
  countries: readonly string[],
): { refused: string[]; registered: string[] } {
  const ofNames = (rule: CountryRule) =>
    countries.filter((country) => countryRule(country) === rule && isName(senderFor(from, country)));
  return { refused: ofNames('numbers_only'), registered: ofNames('registered_names') };
}

function isName(sender: string): boolean {
  const parsed = parseSender(sender);
  return parsed.ok && parsed.kind === 'name';
}
