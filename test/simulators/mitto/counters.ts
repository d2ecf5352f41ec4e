/** What happened since this process started; `GET /_control` shows it. */
export interface Counters {
  /** Send calls by the behaviour they met. */
  calls: Record<string, number>;
  statusReads: number;
  reports: {
    sent: number;
    acknowledged: number;
    retried: number;
    givenUp: number;
    /** Reports that were due while no report URL was known. */
    unaddressed: number;
  };
}

export const newCounters = (): Counters => ({
  calls: {},
  statusReads: 0,
  reports: { sent: 0, acknowledged: 0, retried: 0, givenUp: 0, unaddressed: 0 },
});
