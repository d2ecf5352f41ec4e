import { printLine, runSteps } from './checks/run-steps.ts';
import { staticChecks } from './checks/static-checks.ts';

/** `npm run check`: everything that `npm test` says about the code without running it. */
const failed = await runSteps(staticChecks);
if (failed !== undefined) {
  printLine(`${failed.name} failed.`);
  process.exitCode = 1;
}
