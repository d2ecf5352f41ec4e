import { env } from '../app/platform/env.server.ts';
import { registerInbound, registerReports } from '../app/platform/mitto/register-reports.server.ts';

/** `npm run mitto:register`: tells Mitto where to call with delivery reports, and with texts that customers send back. */
const origin = env.SHOPIFY_APP_URL;
const reports = await registerReports(origin);
if (reports.kind === 'registered') {
  process.stdout.write(`Mitto will report to ${origin}/mitto/reports/<MITTO_REPORT_SECRET>\n`);
} else {
  process.stderr.write(
    `Mitto did not take the address (${reports.why}). Check MITTO_API_KEY and MITTO_TRAFFIC_ACCOUNT_ID, and that Mitto allows this machine's address, then run it again.\n`,
  );
  process.exitCode = 1;
}
const inbound = await registerInbound(origin);
process.stdout.write(
  inbound.kind === 'registered'
    ? `Mitto will bring replies to ${origin}/mitto/inbound/<MITTO_REPORT_SECRET>\n`
    : `Mitto takes no address for replies (${inbound.why}). If you send from numbers, ask Mitto to post inbound texts to ${origin}/mitto/inbound/<MITTO_REPORT_SECRET>.\n`,
);
