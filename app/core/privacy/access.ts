/** Where numbers or names of customers are shown or handed out, as the access log names it. */
export const accessKinds = [
  'contact_list',
  'contact_page',
  'recipient_page',
  'left_out_list',
  'recipient_list',
  'preview',
  'import_file',
  'import_rows',
  'consent_page',
  'privacy_page',
  'contact_export',
  'person_file',
  'erasure',
] as const;
export type AccessKind = (typeof accessKinds)[number];
