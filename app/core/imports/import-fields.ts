/** What a column of a file can be; the others are left alone. */
export const importFields = [
  'phone',
  'first_name',
  'last_name',
  'full_name',
  'email',
  'locale',
  'tags',
  'consent',
  'consent_date',
  'country',
  'opt_out',
  'opt_out_date',
] as const;
export type ImportField = (typeof importFields)[number];
