/**
 * The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038, 6.2.1 and 6.2.1.1), in code order.
 * Position 0x1B is the escape to the extension table and stands for no character.
 *
 * 0x09 is the capital Ç there; some handsets and gateways show ç for it. Only the capital counts as cheap here:
 * taking the dearer reading keeps a quote a ceiling.
 */
const DEFAULT_ALPHABET =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';

/** Reached by the escape, so each costs two septets. The first one is the form feed. */
const EXTENSION_TABLE = '\f^{}\\[~]|€';

/** One past the highest character of both tables, '€' (U+20AC): everything from here on needs UCS-2. */
export const TABLE_SIZE = 0x20ad;

/** Septets per UTF-16 code unit: 1, 2 (extension), or 0 for what the alphabet does not have. */
export const SEPTETS = new Uint8Array(TABLE_SIZE);
for (const character of DEFAULT_ALPHABET) {
  SEPTETS[character.charCodeAt(0)] = 1;
}
for (const character of EXTENSION_TABLE) {
  SEPTETS[character.charCodeAt(0)] = 2;
}
