/**
 * Loaded before a process's own code (node --import): the wall clock of this process jumps once, as when an operator or
 * a time service sets it. CLOCK_JUMP=at:by, both milliseconds; `at` counts from the start. performance.now() goes on
 * undisturbed, as the monotonic clock of a machine does.
 */
const [at = 0, by = 0] = (process.env.CLOCK_JUMP ?? '').split(':').map(Number);
const RealDate = Date;
const shift = () => (performance.now() >= at ? by : 0);
const now = () => RealDate.now() + shift();

// A proxy, so that dates made before and after are of one class.
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
  apply: () => new RealDate(now()).toString(),
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});
