import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { ServerBuild } from '@remix-run/node';
import { pino } from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { drainClicks } from '../../../app/features/links/record-clicks.server.ts';
import { pool } from '../../../app/platform/database.server.ts';
import { sealLinks } from '../../../app/platform/link-codes.server.ts';
import { createServer, type WebServer } from '../../../app/server/create-server.ts';
import { shell } from '../../../app/server/shell.server.ts';
import { testVariables } from '../../setup/variables.ts';
import type { Campaign } from './campaign.ts';

export const BROWSER =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';

/** The real web server on the database of this file, without a page of the admin. */
export function linkServerOfThisFile() {
  let server: WebServer;
  let origin = '';
  const lines: string[] = [];
  beforeAll(async () => {
    server = createServer({
      // Nothing of Remix is asked for here.
      build: (() => Promise.reject(new Error('no page was expected'))) as () => Promise<ServerBuild>,
      // The pool belongs to the file, and outlives the server.
      shell: { ...shell, close: drainClicks },
      log: pino({ base: null, level: 'trace' }, { write: (line: string) => void lines.push(line) }),
      appHost: 'sendbook.test',
      reportSecret: 'secret-of-the-reports-here',
      webhookSecrets: [],
      clientFolder: import.meta.dirname,
      secure: true,
      mode: 'production',
    });
    server.http.listen(0, '127.0.0.1');
    await once(server.http, 'listening');
    // It listens on TCP, so this is no pipe's name.
    origin = `http://127.0.0.1:${(server.http.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  /** As a phone's browser would, unless told otherwise; redirects are not followed. */
  const request = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${origin}/${path}`, {
      redirect: 'manual',
      ...init,
      headers: {
        'user-agent': BROWSER,
        // As a proxy on this machine passes it on: callbacks come to the app, links to their own host.
        'x-forwarded-host': path.startsWith('mitto/') ? 'sendbook.test' : testVariables.LINK_DOMAIN,
        ...Object.fromEntries(new Headers(init.headers)),
      },
    });
  return {
    request,
    /** Presses the button of an opt-out page. */
    press: (code: string, init: RequestInit = {}): Promise<Response> =>
      request(code, { method: 'POST', body: new URLSearchParams({ answer: 'stop' }), ...init }),
    /** Everything that the server has logged. */
    lines,
  };
}

/** A link that the text of a campaign has; `destination` null: its opt-out link. Returns its id. */
export async function linkTo({ shopId, campaignId }: Campaign, destination: string | null): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    `SELECT id FROM campaign_link WHERE shop_id = $1 AND campaign_id = $2 AND destination IS NOT DISTINCT FROM $3`,
    [shopId, campaignId, destination],
  );
  return onlyId(rows);
}

/** Adds one to a campaign whose audience is frozen, wherever it leads. Returns its id. */
export async function addLink({ shopId, campaignId }: Campaign, destination: string): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO campaign_link (shop_id, campaign_id, version, position, kind, destination)
     SELECT k.shop_id, k.id, k.content_version,
            (SELECT coalesce(max(position) + 1, 0) FROM campaign_link WHERE shop_id = $1 AND campaign_id = $2), 'url', $3
     FROM campaign k WHERE k.shop_id = $1 AND k.id = $2 RETURNING id`,
    [shopId, campaignId, destination],
  );
  return onlyId(rows);
}

function onlyId(rows: { id: number }[]): number {
  const [row] = rows;
  if (row === undefined || rows.length > 1) {
    throw new Error(`one link was expected, not ${rows.length}`);
  }
  return row.id;
}

/** What a link is called in one recipient's text. */
export async function codeOf(linkId: number, ordinal: number): Promise<string> {
  const [code = ''] = await sealLinks(linkId, [ordinal]);
  return code;
}

export type ClickRow = {
  ordinal: number | null;
  method: string;
  userAgent: string | null;
  verdict: string;
  reason: string;
};

/** The recorded clicks of a link, in their order, once all of them are written. */
export async function clicksOf(linkId: number): Promise<ClickRow[]> {
  await drainClicks();
  const { rows } = await pool.query<ClickRow>(
    `SELECT ordinal, method, user_agent AS "userAgent", verdict, reason FROM link_click WHERE link_id = $1 ORDER BY id`,
    [linkId],
  );
  return rows;
}
