/** One measured number. `limit`: what the least SQL for the same facts reaches on this server in the same run. */
export type Figure = {
  bench: string;
  what: string;
  value: number;
  unit: string;
  limit?: number;
};

/** One line for the terminal. */
export function line({ bench, what, value, unit, limit }: Figure): string {
  const share =
    limit === undefined ? '' : `  (${Math.round((100 * value) / limit)} % of the limit, ${format(limit)})`;
  return `${bench.padEnd(9)} ${what.padEnd(44)} ${format(value).padStart(10)} ${unit}${share}`;
}

const format = (value: number): string =>
  value.toLocaleString('en-GB', { maximumFractionDigits: value < 100 ? 1 : 0 });

export const perSecond = (count: number, milliseconds: number): number => (1000 * count) / milliseconds;

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** @param at from 0 (the least) to 1 (the most). */
export function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? 0;
}
