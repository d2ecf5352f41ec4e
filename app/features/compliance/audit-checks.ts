import type { AuditCheck } from './audit-check.ts';
import { auditChecksOfCredits } from './audit-checks-of-credits.ts';
import { auditChecksOfPeople } from './audit-checks-of-people.ts';
import { auditChecksOfRunning } from './audit-checks-of-running.ts';

/** Every invariant of the books. */
export const auditChecks: readonly AuditCheck[] = [
  ...auditChecksOfCredits,
  ...auditChecksOfRunning,
  ...auditChecksOfPeople,
];
