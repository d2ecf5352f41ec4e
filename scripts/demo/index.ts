import { parseOptions } from './options.ts';
import { runDemo } from './run.ts';
import { help, usage } from './usage.ts';

const exitUsage = 2;

const parsed = parseOptions(process.argv.slice(2));
if (!parsed.ok) {
  process.stderr.write(`${parsed.problem}\n\n${usage}`);
  process.exitCode = exitUsage;
} else if (parsed.options.help) {
  process.stdout.write(help);
} else {
  process.exitCode = await runDemo(parsed.options);
}
