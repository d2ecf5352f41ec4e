const DELAYS_SECONDS = [3, 6, 12, 24, 48] as const;
const DELAY_SECONDS_MAX = 600;

/**
 * Seconds to wait after the given failed attempt (1 to 5) before a batch that was certainly not sent is tried
 * again; undefined once the attempts are used up. The carrier's Retry-After counts where it is longer, up to ten
 * minutes: a mistaken header must not park a campaign for a day.
 */
export function retryDelaySeconds(attempt: number, retryAfterSeconds?: number): number | undefined {
  const delay = DELAYS_SECONDS[attempt - 1];
  if (delay === undefined || retryAfterSeconds === undefined || !(retryAfterSeconds > delay)) {
    return delay;
  }
  return Math.min(Math.ceil(retryAfterSeconds), DELAY_SECONDS_MAX);
}

/**
 * A Retry-After header as whole seconds from `now`: RFC 9110 allows a number of seconds or an HTTP date. A date
 * that has passed is 0; anything else is undefined, as if there had been no header.
 */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const value = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) {
    return Number(value);
  }
  // Date.parse alone takes nearly anything ("soon 1" is a date to it).
  if (!/^[A-Z][a-z]{2,8}, \d{2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d{2}:\d{2}:\d{2} GMT$/.test(value)) {
    return undefined;
  }
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}
