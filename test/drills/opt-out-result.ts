import { z } from 'zod';

/** All the ways in which somebody says no: the link in her text, Shopify's webhook, a reply, and the merchant for her. */
export const optOutWays = ['link', 'webhook', 'reply', 'merchant'] as const;
export type OptOutWay = (typeof optOutWays)[number];

/** What a run has shown about people who opted out while texts went out. */
export const optOutResult = z.object({
  /** How many did, by their way. */
  by: z.record(z.string(), z.number()),
  /** Of those, who has not been texted, in the end. */
  neverTexted: z.number(),
  /** Who was texted before her no was committed. */
  textedBefore: z.number(),
  /** References of the texts that were taken after a no was committed, all in a call that was open by then. */
  inOpenCall: z.array(z.string()),
  /** How long after the no such a text was taken, at most. */
  openCallMs: z.number(),
  /** From the answer to a webhook until its no was committed: at most, and for half of them. */
  toldToSilentMs: z.number(),
  toldToSilentMedianMs: z.number(),
});
export type OptOutResult = z.infer<typeof optOutResult>;

type Run = { seed: number; optOuts?: OptOutResult | undefined };

/** For the line of a run. */
export function inWords(result: OptOutResult | undefined): string[] {
  if (result === undefined) {
    return [];
  }
  const { by, neverTexted, textedBefore, inOpenCall, openCallMs } = result;
  return [
    `opted out by ${Object.entries(by)
      .map(([way, count]) => `${way} ${count}`)
      .join(', ')}`,
    `${neverTexted} never texted`,
    `${textedBefore} texted before`,
    `${inOpenCall.length} in the open call, ${openCallMs} ms after at most`,
    `webhook to silence ${result.toldToSilentMedianMs} ms, at most ${result.toldToSilentMs} ms`,
  ];
}

/** For the summary of all runs; nothing where nobody opted out. The texts in open calls are listed, by the run's seed. */
export function sumOfOptOuts(runs: readonly Run[]): object {
  const those = runs.flatMap(({ seed, optOuts }) => (optOuts === undefined ? [] : [{ seed, ...optOuts }]));
  if (those.length === 0) {
    return {};
  }
  const sum = (of: (one: OptOutResult) => number) => those.reduce((total, one) => total + of(one), 0);
  return {
    optOuts: sum(({ by }) => Object.values(by).reduce((total, count) => total + count, 0)),
    neverTexted: sum(({ neverTexted }) => neverTexted),
    textedBefore: sum(({ textedBefore }) => textedBefore),
    inOpenCall: sum(({ inOpenCall }) => inOpenCall.length),
    openCallMs: Math.max(...those.map(({ openCallMs }) => openCallMs)),
    toldToSilentMs: Math.max(...those.map(({ toldToSilentMs }) => toldToSilentMs)),
    toldToSilentMedianMs: Math.max(...those.map(({ toldToSilentMedianMs }) => toldToSilentMedianMs)),
    inOpenCallBySeed: Object.fromEntries(
      those.flatMap(({ seed, inOpenCall }) => (inOpenCall.length === 0 ? [] : [[seed, inOpenCall]])),
    ),
  };
}
