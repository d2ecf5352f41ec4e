export const creditsTexts = {
  title: 'Credits',
  balance: 'Balance',
  available: 'Available',
  availableNote: 'to spend on campaigns',
  held: 'Set aside',
  heldNote: 'for campaigns that are running or scheduled',
  spent: 'Spent',
  spentNote: 'after refunds',
  howRefunds: 'How refunds work',
  refunds:
    'A campaign sets aside the most it can cost; texts that do not go out give their credits back at once. A text that the carrier took but did not deliver is refunded by itself as soon as its report arrives. Credits never expire.',
  statement: 'Statement',
  statementNote: 'A campaign has one line for each kind of movement, which grows while it runs.',
  export: 'Export all as CSV',
  statementEmpty: 'Nothing has happened to your credits yet.',
  date: 'Date',
  what: 'What',
  campaign: 'Campaign',
  amount: 'Credits',
  emptyTitle: 'You have no credits yet',
  emptyBody: 'Credits pay for texts: one credit is one part to a number in your own country.',
  kinds: {
    granted: 'Granted to you',
    purchased: 'Purchased',
    held: 'Set aside for a campaign',
    spent: 'Spent, of what was set aside',
    released: 'Given back: not needed',
    refunded: 'Refunded: not delivered',
    adjusted: 'Corrected by support',
  },
} as const;

export type StatementKind = keyof typeof creditsTexts.kinds;
