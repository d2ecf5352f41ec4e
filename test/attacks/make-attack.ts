import { setTimeout as sleep } from 'node:timers/promises';
import type { Attack, Size } from './attack.ts';
import type { LogLine } from './attacked-process.ts';
import { type Measure, startMeasuring } from './measure.ts';
import type { Place } from './place.ts';

/** What must always answer does so within this, whatever somebody does meanwhile. */
const ANSWER_MS = 1_000;
const MEGABYTES = 300;
/** An attack that takes longer has stopped something, or is stopped itself. */
const ATTACK_MS = 300_000;

export type Verdict = {
  name: string;
  finding: number;
  seconds: number;
  worstHealthMs: number;
  worstAnswerMs: number;
  webMegabytes: number;
  workerMegabytes: number;
  problems: string[];
};

/** Makes one attack while others measure, and judges what became of everybody else. */
export async function makeAttack(place: Place, attack: Attack, size: Size): Promise<Verdict> {
  const { web, worker } = place;
  web.newLines();
  worker.newLines();
  web.forgetPeak();
  worker.forgetPeak();
  const before = await place.handedOver();
  const started = performance.now();
  const endMeasuring = startMeasuring(place);
  await sleep(500);
  const own = await Promise.race([
    attack
      .run(place, size)
      .catch((error: unknown) => [`it failed: ${error instanceof Error ? error.message : error}`]),
    sleep(ATTACK_MS, [`it was not through after ${ATTACK_MS / 1000} s`], { ref: false }),
  ]);
  const measure = await endMeasuring();
  const after = await progressSince(place, before);
  const log = [...web.newLines(), ...worker.newLines()];
  const worstAnswerMs = Math.max(measure.page.worstMs, measure.report.worstMs, measure.optOut.worstMs);
  const verdict = {
    name: attack.name,
    finding: attack.finding,
    seconds: (performance.now() - started) / 1000,
    worstHealthMs: measure.healthz.worstMs,
    worstAnswerMs,
    webMegabytes: web.peakMegabytes(),
    workerMegabytes: worker.peakMegabytes(),
  };
  const problems = [
    ...firstOf(own),
    ...answered(measure),
    ...(worstAnswerMs > ANSWER_MS ? [`something that must answer took ${Math.round(worstAnswerMs)} ms`] : []),
    ...(measure.healthz.worstMs > ANSWER_MS
      ? [`/healthz took ${Math.round(measure.healthz.worstMs)} ms`]
      : []),
    ...(web.isAlive() ? [] : [`the web process died: ${web.lastWords()}`]),
    ...(worker.isAlive() ? [] : [`the worker died: ${worker.lastWords()}`]),
    ...(verdict.webMegabytes > MEGABYTES
      ? [`the web process took ${Math.round(verdict.webMegabytes)} MB`]
      : []),
    ...(verdict.workerMegabytes > MEGABYTES
      ? [`the worker took ${Math.round(verdict.workerMegabytes)} MB`]
      : []),
    ...(after > before || attack.kills === true
      ? []
      : [`the other shop's campaign stood still: ${await place.victimState()}`]),
    ...errorsOf(log, attack.expectedErrors ?? []),
  ];
  return { ...verdict, problems };
}

/** The carrier is called twice a second: whoever goes on has called within seconds. */
async function progressSince(place: Place, before: number): Promise<number> {
  let now = await place.handedOver();
  for (let looks = 0; now <= before && looks < 50; looks += 1) {
    await sleep(100);
    now = await place.handedOver();
  }
  return now;
}

/** A hundred answers of one kind are one line. */
function firstOf(problems: readonly string[]): string[] {
  const kinds = new Map<string, number>();
  for (const problem of problems) {
    kinds.set(problem, (kinds.get(problem) ?? 0) + 1);
  }
  return [...kinds]
    .map(([problem, times]) => (times === 1 ? problem : `${problem} (${times} times)`))
    .slice(0, 10);
}

function answered(measure: Measure): string[] {
  return Object.entries(measure).flatMap(([what, { asked, wrong }]) => [
    ...(asked === 0 ? [`${what} was never asked for`] : []),
    ...(wrong.length > 0 ? [`${what} was answered wrongly ${wrong.length} times: ${wrong[0]}`] : []),
  ]);
}

/** Strangers must not be able to write errors into a log that somebody is woken by. */
function errorsOf(log: readonly LogLine[], expected: readonly string[]): string[] {
  const errors = log.filter(
    ({ level, msg = '' }) =>
      (level === 'error' || level === 'fatal') && !expected.some((begins) => msg.startsWith(begins)),
  );
  return firstOf(
    errors.map((line) => `logged as ${line.level}: ${line.msg ?? ''} ${JSON.stringify(line).slice(0, 300)}`),
  );
}
