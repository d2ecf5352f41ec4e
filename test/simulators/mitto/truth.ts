import type { AcceptedMessage } from './log-format.ts';
import { readLog } from './log-reader.ts';

export type { AcceptedMessage } from './log-format.ts';

/** Every text that the carrier took, in the order of acceptance, without holding the log in memory. */
export async function* readTruth(file: string): AsyncGenerator<AcceptedMessage> {
  for await (const { line } of readLog(file)) {
    if (line.kind === 'accepted') {
      yield line;
    }
  }
}

export interface TruthSummary {
  /** Texts accepted, and the parts they were sent in. */
  accepted: number;
  parts: number;
  /** How many texts each number got. */
  timesByDestination: Map<string, number>;
  /** How many texts went out under each of our references: more than one is somebody texted twice. */
  timesByReference: Map<string, number>;
}

/** Who was texted, and how often. */
export async function summariseTruth(file: string): Promise<TruthSummary> {
  const summary: TruthSummary = {
    accepted: 0,
    parts: 0,
    timesByDestination: new Map(),
    timesByReference: new Map(),
  };
  for await (const message of readTruth(file)) {
    summary.accepted += 1;
    summary.parts += message.parts;
    count(summary.timesByDestination, message.destination);
    if (message.reference !== undefined) {
      count(summary.timesByReference, message.reference);
    }
  }
  return summary;
}

function count(times: Map<string, number>, key: string): void {
  times.set(key, (times.get(key) ?? 0) + 1);
}
