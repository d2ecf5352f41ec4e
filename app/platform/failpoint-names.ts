/** Where a drill can have a process kill itself: each place between two facts that must not drift apart. */
export const failpointNames = [
  'while-planning',
  'before-intent-commit',
  'after-intent-commit',
  'after-request-bytes',
  'after-answer',
  'before-outcome-commit',
  'after-outcome-commit',
  'before-unknown-commit',
  'before-trace-commit',
  'after-parked-reports',
  'before-counts',
  'after-counts',
  'before-refunds-commit',
  'before-finish-commit',
  'before-reports',
  'after-reports',
] as const;
export type FailpointName = (typeof failpointNames)[number];
