import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readId } from '../app/core/read-id.ts';
import { type StrayReport, strayReports } from '../app/features/delivery/stray-reports.server.ts';
import { openUnknowns } from '../app/features/messaging/open-unknowns.server.ts';
import {
  acceptByOperator,
  notSentByOperator,
  type OperatorAnswer,
} from '../app/features/messaging/resolve-by-operator.server.ts';
import { closeDatabase } from '../app/platform/database.server.ts';

const USAGE = `npm run unknowns -- list
npm run unknowns -- resolve <campaign> <batch> --accepted FILE.csv
npm run unknowns -- resolve <campaign> <batch> --not-sent --yes [--rest]

Calls whose outcome nobody knows: lists them, or ends one with Mitto's word. The list ends with delivery reports that
belong to no text we know; they are kept for 7 days. FILE.csv is Mitto's export of the texts it
took, with the columns messageId and reference; each text that it names is proved, everybody else stays unknown.
--not-sent presumes that Mitto took none of it: their credits are free again, and nobody is sent to. With --rest also
when some of the batch is proved to be with Mitto. --accepted also takes a batch that was presumed not sent, when Mitto
turns out to have sent it: its credits stay released. Each is recorded as the operator's evidence and cannot be undone.
Exit code 0: done; 1: refused, nothing was changed; 2: called wrongly.
`;

class WrongCall extends Error {}

/** What to print, and the exit code. */
async function run(): Promise<[string, number]> {
  const { positionals, values } = readArgs();
  const [verb, ...of] = positionals;
  if (verb === 'list' && of.length === 0) {
    return [await list(), 0];
  }
  const [campaignId, batchNo] = of.map(readId);
  if (verb !== 'resolve' || of.length !== 2 || campaignId === undefined || batchNo === undefined) {
    throw new WrongCall('Name what to do: list, or resolve with a campaign and a batch.');
  }
  if ((values.accepted === undefined) === (values['not-sent'] !== true)) {
    throw new WrongCall('Say either --accepted FILE.csv or --not-sent.');
  }
  if (values.accepted !== undefined) {
    return told(await acceptByOperator(campaignId, batchNo, await contentOf(values.accepted)));
  }
  if (values.yes !== true) {
    throw new WrongCall(
      '--not-sent cannot be undone. If Mitto says that it did not take this call, add --yes.',
    );
  }
  return told(await notSentByOperator(campaignId, batchNo, { evenTraced: values.rest === true }));
}

function readArgs() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        accepted: { type: 'string' },
        'not-sent': { type: 'boolean' },
        yes: { type: 'boolean' },
        rest: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new WrongCall(error instanceof Error ? error.message : String(error));
  }
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new WrongCall(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

async function list(): Promise<string> {
  const unknowns = await openUnknowns();
  const strays = await strayReports();
  const lines =
    unknowns.length === 0
      ? ['every outcome is known']
      : unknowns.map(
          (one) =>
            `campaign ${one.campaignId} batch ${one.batchNo} of ${one.domain} (shop ${one.shopId}): ${one.open} people open, ${one.traced} traced, ${one.held} credits held, called ${one.since.toISOString()}, ${one.cause}, presumed not sent at ${one.deadline.toISOString()}`,
        );
  if (strays.count > 0) {
    lines.push(`${strays.count} delivery reports belong to no text we know:`);
    lines.push(...strays.oldest.map(strayLine));
  }
  if (strays.count > strays.oldest.length) {
    lines.push(`  and ${strays.count - strays.oldest.length} newer ones`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

function strayLine({ messageId, campaignId, ordinal, word, receivedAt, why }: StrayReport): string {
  const named =
    campaignId === null
      ? 'without a reference of ours'
      : `names recipient ${ordinal} of campaign ${campaignId}, ${strayReasons[why]}`;
  return `  ${messageId ?? 'without an id'}: ${word}, received ${receivedAt.toISOString()}, ${named}`;
}

const strayReasons: Readonly<Record<StrayReport['why'], string>> = {
  no_such_recipient: 'who does not exist',
  other_id: 'whom Mitto knows under another id: she may have got two texts',
  no_id:
    'who is not known to have it: ask Mitto for the id of her text, and resolve her batch with --accepted',
  not_sent: 'who was left out or refused, or whose text Mitto certainly did not take',
  waiting: 'whose call has not ended yet',
};

function told(answer: OperatorAnswer): [string, number] {
  switch (answer.kind) {
    case 'traced':
      return [
        `${answer.traced} texts proved; ${answer.open} people of the batch are still unknown; ${answer.others} lines were of other batches\n`,
        0,
      ];
    case 'overturned':
      return [
        `${answer.overturned} people who were presumed not sent have the text after all; their credits stay released; ${answer.others} lines were of other batches\n`,
        0,
      ];
    case 'not_sent':
      return [`${answer.people} people presumed not sent; ${answer.handedOver} were handed over\n`, 0];
    default:
      return [`Nothing was changed. ${answer.problem}\n`, 1];
  }
}

try {
  const [text, code] = await run();
  (code === 0 ? process.stdout : process.stderr).write(text);
  process.exitCode = code;
} catch (error) {
  if (!(error instanceof WrongCall)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
} finally {
  await closeDatabase();
}
