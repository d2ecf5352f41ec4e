import { type Attack, unless } from '../attack.ts';
import type { Place } from '../place.ts';

const on = (place: Place, host: string, path: string, init: RequestInit = {}) =>
  fetch(place.appUrl + path, { redirect: 'manual', ...init, headers: { 'x-forwarded-host': host } });

/** Links and the app on hosts that are not theirs. */
export const hosts: readonly Attack[] = [
  {
    name: 'links-elsewhere',
    finding: 8,
    does: "A merchant sends people to another shop's links by their own domain, by the app's host and by any other.",
    async run(place) {
      const { alpha, beta, pool } = place;
      await pool.query(
        `INSERT INTO link_domain (shop_id, domain, token, proven_at) VALUES ($1, 'sms.beta.example', 'x', now())
         ON CONFLICT (shop_id, domain) DO NOTHING`,
        [beta.id],
      );
      const { rows } = await pool.query<{ id: number }>(
        'SELECT id::integer FROM campaign_link WHERE shop_id = $1 AND destination IS NOT NULL',
        [alpha.id],
      );
      const { sealLinks } = await import('../../../app/platform/link-codes.server.ts');
      const [code = ''] = await sealLinks(rows[0]?.id ?? 0, [1]);
      const problems: string[] = [];
      for (const host of [
        'sms.beta.example',
        'SMS.BETA.example.:443',
        '127.0.0.1',
        'evil.example',
        '10.0.0.7',
      ]) {
        for (const method of ['GET', 'POST', 'HEAD']) {
          const answer = await on(place, host, `/${code}`, { method });
          problems.push(...unless(`${method} of a link on ${host}`, answer.status, [404, 429]));
          if (answer.headers.get('location') !== null) {
            problems.push(`${host} led somewhere`);
          }
        }
      }
      const right = await fetch(`${place.linkUrl}/${code}`, { redirect: 'manual' });
      return [...problems, ...unless('the link on its own host', right.status, [302])];
    },
  },
  {
    name: 'app-elsewhere',
    finding: 8,
    does: "A stranger asks hosts of links for the app's pages, callbacks and files.",
    async run(place) {
      const paths = [
        '/',
        '/app',
        '/auth/login',
        '/assets/x.js',
        '/__manifest?p=/app',
        '/webhooks',
        `/mitto/reports/${place.secret}`,
      ];
      const problems: string[] = [];
      for (const host of [
        new URL(place.linkUrl).host,
        'sms.beta.example',
        'unknown.example',
        '10.0.0.7:3000',
      ]) {
        for (const path of paths) {
          for (const method of ['GET', 'POST']) {
            const answer = await on(place, host, path, { method });
            await answer.arrayBuffer();
            problems.push(...unless(`${method} ${host}${path}`, answer.status, [404, 405, 429]));
          }
        }
      }
      return problems;
    },
  },
  {
    name: 'claimed-domains',
    finding: 8,
    does: "A merchant says that a bank's domain is theirs.",
    async run(place) {
      const answer = await place.asBeta('/app/settings', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          sender: null,
          senders: {},
          timeZone: 'UTC',
          quietFrom: null,
          quietUntil: null,
          capHours: null,
          maxCreditsPerText: null,
          optOutLine: 'Stop: {{ opt_out_link }}',
          ownLinkDomain: 'www.alphabank.gr',
          allowedCountries: null,
          testNumbers: [],
        }),
      });
      await answer.arrayBuffer();
      await place.asBeta('/app/settings/check-domain', { method: 'POST' });
      const { rows } = await place.pool.query(
        "SELECT FROM link_domain WHERE domain = 'www.alphabank.gr' AND proven_at IS NOT NULL",
      );
      return unless('domains that are used on a word', rows.length, [0]);
    },
  },
];
