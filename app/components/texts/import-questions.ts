import { formatNumber } from '../formats.ts';

const quoted = (names: readonly string[]): string => {
  const all = names.map((name) => `“${name}”`);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
};
const counts = ['', 'One column', 'Two columns', 'Three columns', 'Four columns'];
const columns = (count: number): string => counts[count] ?? `${formatNumber(count)} columns`;
const rows = (no: number, of: number): string =>
  `${formatNumber(no)} of ${formatNumber(of)} rows looked at ${no === 1 ? 'says' : 'say'} no`;

/** What the page asks about the columns of a file, where only the merchant can know. */
export const importQuestionTexts = {
  title: (count: number) =>
    count === 1 ? 'One question about the columns' : `${count} questions about the columns`,
  note: 'Only you can know this. The file can be checked afterwards.',
  choose: 'Choose',
  whichPhone: (names: readonly string[]) =>
    names.length === 1
      ? `${quoted(names)} may be the number of an address, of a company or of somebody else. Does it get texts?`
      : `${columns(names.length)} may be the phone: ${quoted(names)}. Which one gets texts?`,
  whichConsent: (names: readonly string[]) =>
    `${columns(names.length)} may say who agreed to texts: ${quoted(names)}. Which one counts?`,
  saysNo: (name: string, no: number, of: number) =>
    `${rows(no, of)} in the column ${quoted([name])}. What does it say?`,
  saysNoElsewhere: (name: string, no: number, of: number) =>
    `${rows(no, of)} in the column ${quoted([name])}, which seems to be about something else than texts, and no column says who agreed to texts. What does it say?`,
  unread: (name: string, words: readonly string[]) =>
    `The column ${quoted([name])} may say who agreed to texts, but its words are not known: ${quoted(words)}. Rows whose words are not known are not imported. What does it say?`,
  undated: (name: string, no: number, of: number) =>
    `${formatNumber(no)} of ${formatNumber(of)} rows looked at have no day in the column ${quoted([name])}: the file does not show that they agreed. Leave “Since when?” empty, and they are not subscribed.`,
  namedOut: (name: string) =>
    `${quoted([name])} is the name of a column of opt-outs: a yes in it means no. It cannot say who agreed.`,
  namedIn: (name: string) =>
    `${quoted([name])} is the name of a column of consents: a yes in it means yes. It cannot say who has opted out.`,
  answers: {
    consent: 'Who agreed to texts: yes or no',
    opt_out: 'Who has opted out: whoever is marked gets no texts',
    none: 'Nothing about texts: leave it out',
    agreed: 'They have agreed as well: the day that I say counts for them',
    phone: 'Yes, texts go to it',
  },
  overlooked: (name: string, no: number, of: number) =>
    `${rows(no, of)} in the column ${quoted([name])}, which you have left out.`,
} as const;
