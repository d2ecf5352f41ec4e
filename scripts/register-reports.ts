import { env } from '../app/platform/env.server.ts';
import { registerReports } from '../app/platform/mitto/register-reports.server.ts';

/** `npm run mitto:register`: tells Mitto where to call with delivery reports. */
const result = await registerReports(env.SHOPIFY_APP_URL);
if (result.kind === 'registered') {
  process.stdout.write(`Mitto will report to ${env.SHOPIFY_APP_URL}/mitto/reports/<MITTO_REPORT_SECRET>\n`);
} else {
  process.stderr.write(
    `Mitto did not take the address (${result.why}). Check MITTO_API_KEY and MITTO_TRAFFIC_ACCOUNT_ID, and that Mitto allows this machine's address, then run it again.\n`,
  );
  process.exitCode = 1;
}
