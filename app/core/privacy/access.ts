/** Where phone numbers are shown or handed out, as the access log names it. */
export const accessKinds = [
  'contact_list',
  'contact_page',
  'recipient_page',
  'left_out_list',
  'recipient_list',
  'preview',
  'contact_export',
  'import_rows',
  'person_file',
  'erasure',
] as const;
export type AccessKind = (typeof accessKinds)[number];
