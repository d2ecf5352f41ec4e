/**
 * Loaded before a process's own code (node --import): at SIGUSR2 the wall clock of this process jumps by CLOCK_JUMP
 * milliseconds, as when an operator or a time service sets it. performance.now() goes on undisturbed, as the monotonic
 * clock of a machine does.
 */
let shift = 0;
process.once('SIGUSR2', () => {
  shift = Number(process.env.CLOCK_JUMP);
});
const RealDate = Date;
const now = () => RealDate.now() + shift;

// A proxy, so that dates made before and after are of one class.
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
  apply: () => new RealDate(now()).toString(),
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});
