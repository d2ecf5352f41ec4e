import { type Attack, unless } from '../attack.ts';
import type { Place } from '../place.ts';

const settings = {
  sender: null,
  senders: {},
  timeZone: 'UTC',
  quietFrom: null,
  quietUntil: null,
  capHours: null,
  maxCreditsPerText: null,
  optOutLine: 'Stop: {{ opt_out_link }}',
  ownLinkDomain: null,
  allowedCountries: null,
  testNumbers: [],
};
const dots = (count: number) => `http://${'.'.repeat(count)}x`;

const asJson = (place: Place, path: string, body: unknown) =>
  place.asBeta(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const asForm = (place: Place, path: string, fields: Record<string, string>) =>
  place.asBeta(path, { method: 'POST', body: new URLSearchParams(fields) });

/** Texts that a merchant writes, made to be looked at for ever. */
export const texts: readonly Attack[] = [
  {
    name: 'settings-texts',
    finding: 6,
    does: 'A merchant saves settings with addresses of 60,000 dots and fields of any length.',
    async run(place) {
      const changes = [
        { optOutLine: dots(60_000) },
        { optOutLine: dots(480) },
        { timeZone: 'a'.repeat(100_000) },
        { ownLinkDomain: 'a.'.repeat(50_000) },
        { sender: '0'.repeat(100_000) },
        { allowedCountries: Array(20_000).fill('GR') },
        { senders: { GR: '3'.repeat(100_000) } },
        { testNumbers: Array(1_000).fill('+306944000001') },
      ];
      const problems: string[] = [];
      for (const change of changes) {
        const answer = await asJson(place, '/app/settings', { ...settings, ...change });
        await answer.text();
        problems.push(...unless(Object.keys(change)[0] ?? '', answer.status, [200, 202, 400, 413]));
      }
      return problems;
    },
  },
  {
    name: 'campaign-texts',
    finding: 6,
    does: 'A merchant saves texts of dots, braces, marks and half characters.',
    async run(place) {
      const bodies = [
        dots(19_900),
        '{{'.repeat(10_000),
        '{{ a '.repeat(4_000),
        '\u0301'.repeat(20_000),
        '\u{1f600}\u200d'.repeat(6_000),
        'www.'.repeat(5_000),
        "'".repeat(20_000),
        'a'.repeat(200_000),
      ];
      const problems: string[] = [];
      for (const body of bodies) {
        for (const path of ['/app/campaigns/new', '/app/templates']) {
          const fields = { intent: 'save', name: 'x', body, sender: 'Beta', audience: '{"kind":"everyone"}' };
          const answer = await asForm(place, path, fields);
          await answer.text();
          problems.push(...unless(path, answer.status, [200, 202, 400, 413]));
        }
      }
      return problems;
    },
  },
];
