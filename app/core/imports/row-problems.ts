/** Why a row of a file is not taken. */
export const rowProblems = [
  'no_number',
  'impossible_number',
  'landline',
  'not_a_mobile',
  'shortened_number',
  'country_unreadable',
  'broken_cell',
  'consent_unreadable',
  'consent_without_date',
  'impossible_date',
  'ambiguous_date',
  'future_date',
  'too_long',
  'too_many_cells',
  'repeated',
  'erased',
] as const;
export type RowProblem = (typeof rowProblems)[number];

/** Why a row is taken, but not as it says. */
export const rowNotes = ['stays_no', 'older_no', 'older_yes'] as const;
export type RowNote = (typeof rowNotes)[number];

export const rowReasons = [...rowProblems, ...rowNotes] as const;
export type RowReason = RowProblem | RowNote;

/** Why a file can't be read at all. */
export type FileProblem =
  | 'empty'
  | 'spreadsheet'
  | 'binary'
  | 'no_rows'
  | 'quote_not_closed'
  | 'row_too_long'
  | 'too_many_columns'
  | 'unreadable'
  /** We could not work through it, three times. */
  | 'gave_up';
