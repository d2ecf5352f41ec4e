import { closeDatabase } from '../../app/platform/database.server.ts';
import { made } from '../model/steps.ts';
import { runLane, type Told } from './lane.ts';

/** Every `step`th seed from `first` on, before `end`. */
export type LaneOrder = { first: number; step: number; end: number };
/** `steps`: how often each kind of step was made, and how often it found something to do. */
export type FromLane =
  | Told
  | { kind: 'done'; steps: [kind: string, counts: { times: number; did: number }][]; cpuSeconds: number };

function* seedsOf({ first, step, end }: LaneOrder): Iterable<number> {
  for (let seed = first; seed < end; seed += step) {
    yield seed;
  }
}

/** Resolves when whoever started this process can read it. */
const tell = (message: FromLane): Promise<void> =>
  new Promise((resolve) => {
    process.send?.(message, () => resolve());
  });
// Whoever started it is gone.
process.once('disconnect', () => process.exit(1));
// Ours, written by index.ts.
const order = JSON.parse(process.argv[2] ?? '') as LaneOrder;
await runLane(seedsOf(order), (told) => void tell(told));
const { user, system } = process.cpuUsage();
await tell({ kind: 'done', steps: [...made], cpuSeconds: (user + system) / 1_000_000 });
await closeDatabase();
process.exit();
