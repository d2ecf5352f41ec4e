export type SenderProblem =
  | 'empty'
  | 'wrong_characters'
  | 'name_too_short'
  | 'name_too_long'
  | 'number_too_short'
  | 'number_too_long';

export type ParsedSender =
  | { ok: true; sender: string; kind: 'name' | 'number' }
  | { ok: false; code: SenderProblem; problem: string };

/**
 * The sender shown on the phone: a name of 3 to 11 letters and digits with a letter in it, or a number of 3 to 14
 * digits (a leading + is dropped, as Mitto wants it).
 *
 * Only a-z, A-Z and 0-9, no space: what Mitto's glossary allows (mitto.ch/glossary/sender-id, which says up to 15
 * digits; its API pages say 14) and what all its pages agree on.
 */
export function parseSender(text: string): ParsedSender {
  const sender = text.trim();
  if (sender === '') {
    return refuse('empty', 'Write the name or the number that your customers will see as the sender.');
  }
  if (/^\+?\d+$/.test(sender)) {
    return parseNumber(sender.replace('+', ''));
  }
  const strange = sender.match(/[^A-Za-z0-9]/u)?.[0];
  if (strange !== undefined) {
    return refuse('wrong_characters', wrongCharacter(strange));
  }
  if (sender.length < 3) {
    return refuse(
      'name_too_short',
      `"${sender}" is too short. A sender name has 3 to 11 letters and digits.`,
    );
  }
  if (sender.length > 11) {
    const over = sender.length - 11;
    return refuse(
      'name_too_long',
      `A sender name has at most 11 letters and digits; this one is ${over} too long.`,
    );
  }
  return { ok: true, sender, kind: 'name' };
}

function parseNumber(digits: string): ParsedSender {
  if (digits.length < 3) {
    return refuse('number_too_short', 'A sender number has 3 to 14 digits. Add a letter if this is a name.');
  }
  if (digits.length > 14) {
    return refuse('number_too_long', 'A sender number has at most 14 digits, country code included.');
  }
  return { ok: true, sender: digits, kind: 'number' };
}

function wrongCharacter(character: string): string {
  if (/\s/.test(character)) {
    return 'A sender can hold no space. Use only the letters A to Z and digits, for example MyShop.';
  }
  // Capital Greek and Cyrillic letters look exactly like Latin ones; without this hint the message makes no sense.
  const lookalike = /\p{Script=Greek}|\p{Script=Cyrillic}/u.test(character)
    ? ' It may look the same, but it is not a Latin letter: switch the keyboard to English.'
    : '';
  return `A sender can hold only the letters A to Z and digits, and "${character}" is neither.${lookalike}`;
}

function refuse(code: SenderProblem, problem: string): ParsedSender {
  return { ok: false, code, problem };
}
