/**
 * Patterns that take longer than their input is long, by file and the beginning of their source, and what bounds what they
 * are given. Anything else must be linear: strangers and merchants write the input.
 */
export const boundedRegexes: readonly { file: string; begins: string; because: string }[] = [
  {
    file: 'app/core/messaging/excerpt.ts',
    begins: '"[^"]*',
    because:
      'excerpt reads 4,000 characters at most, and each match that fails to end takes all that is left',
  },
  {
    file: 'app/core/messaging/merge-value.ts',
    begins: '(?<=^|\\p{ASCII})',
    because: 'cleanMergeValue reads 1,000 characters at most',
  },
  {
    file: 'app/platform/strike-secrets.ts',
    begins: '(id_token|session|',
    because:
      'too long for the checker to judge; strike-secrets.test.ts gives it 100,000 characters of each kind',
  },
];

/** Put together at run time, from constants of the same file. */
export const builtRegexes: readonly { file: string; because: string }[] = [
  { file: 'app/core/contacts/tidy-phone.ts', because: 'of constants, over 50 characters' },
  { file: 'app/core/messaging/bulk-outcome.ts', because: 'of constants, over 2,000 characters of an answer' },
  {
    file: 'app/core/messaging/cheaper-spelling.ts',
    because: 'of constants; one character, or a letter and its marks',
  },
  { file: 'app/core/messaging/merge-value.ts', because: 'letters of a constant; anchored, without a choice' },
  {
    file: 'app/core/messaging/parse-template.ts',
    because: 'names of tags between braces, over a text of 20,000',
  },
  { file: 'app/core/webhooks/gid.ts', because: 'a constant kind and twenty digits, anchored' },
];
