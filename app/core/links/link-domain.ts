import { hostName } from './host-name.ts';

/** How a look at a domain's DNS ended, other than well; kept and shown by these words. */
export type DomainProblem =
  /** There is no record under its name. */
  | 'no_record'
  /** There is one, with something else in it. */
  | 'other_record'
  /** Nobody answered for it in time. */
  | 'no_answer'
  /** Another shop has proven it. */
  | 'taken';

/** What a look decided about a domain. */
export type DomainCheck =
  | { kind: 'proven' }
  | { kind: 'waiting'; problem: DomainProblem; againAfterSeconds: number | null }
  | { kind: 'lost'; problem: DomainProblem };

/** Where the owner of a domain says that a shop may use it. */
export const recordName = (domain: string): string => `_sendbook.${domain}`;
export const recordValue = (token: string): string => `sendbook-domain=${token}`;

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** After so long nobody waits for it any more; the merchant can still ask for a look. */
const WAITED_MOST = 7 * DAY;
/** Looks in a row that must fail before a proven domain counts as lost: name servers have bad days. */
const FAILURES_MOST = 3;
export const CHECKED_EVERY_SECONDS = DAY;

/**
 * What follows from a look that did not find the record.
 *
 * @param failures looks in a row that failed, this one included.
 * @param waitedSeconds since it was claimed.
 */
export function judgeFailure(
  domain: { proven: boolean; failures: number; waitedSeconds: number },
  problem: DomainProblem,
): DomainCheck {
  if (domain.proven) {
    return domain.failures >= FAILURES_MOST
      ? { kind: 'lost', problem }
      : { kind: 'waiting', problem, againAfterSeconds: HOUR };
  }
  const again = domain.waitedSeconds < HOUR ? 300 : HOUR;
  return { kind: 'waiting', problem, againAfterSeconds: domain.waitedSeconds < WAITED_MOST ? again : null };
}

/** Whether a domain is one of the installation's own, which no shop can have: the app's, the common one, and what is below. */
export const isOurDomain = (domain: string, ours: readonly string[]): boolean =>
  ours.map(hostName).some((own) => domain === own || domain.endsWith(`.${own}`));
