import { type Attack, unless } from '../attack.ts';
import { type Place, until } from '../place.ts';

const costly = JSON.stringify({
  kind: 'filter',
  conditions: [
    { field: 'engaged', days: 3_650 },
    { field: 'not_texted', days: 3_650 },
    { field: 'not_texted', days: 3_649 },
    ...Array.from({ length: 17 }, (_, i) => ({ field: 'tags', is: 'none', tags: [`tag-${i}`] })),
  ],
});

async function statusesOf(requests: readonly Promise<Response>[]): Promise<number[]> {
  const answers = await Promise.allSettled(requests);
  return Promise.all(
    answers.map(async (one) => {
      if (one.status === 'rejected') {
        return 0;
      }
      await one.value.arrayBuffer();
      return one.value.status;
    }),
  );
}

const counts = (place: Place, many: number) =>
  Array.from({ length: many }, () =>
    place.asBeta(`/app/audience/count?${new URLSearchParams({ audience: costly })}`),
  );

/** What all shops share. */
export const shares: readonly Attack[] = [
  {
    name: 'audience-counts',
    finding: 7,
    does: 'A merchant counts an audience of twenty conditions 24 times and a hundred times at once.',
    async run(place, size) {
      const all = [
        ...(await statusesOf(counts(place, 24))),
        ...(size === 'full' ? await statusesOf(counts(place, 100)) : []),
      ];
      return all.flatMap((status) => unless('a count', status, [200, 202]));
    },
  },
  {
    name: 'searches',
    finding: 7,
    does: 'A merchant searches contacts 50 times at once, and downloads everything twenty times at once.',
    async run(place) {
      const searches = Array.from({ length: 50 }, (_, i) =>
        place.asBeta(`/app/contacts.data?search=${'%25'.repeat(20)}x${i}`),
      );
      const downloads = Array.from({ length: 20 }, () => place.asBeta('/app/contacts/export.csv?search=zzz'));
      const previews = Array.from({ length: 20 }, (_, i) =>
        place.asBeta(`/app/preview-contacts?search=papa${i}`),
      );
      const all = await statusesOf([...searches, ...downloads, ...previews]);
      return all.flatMap((status) => unless('a search', status, [200, 202, 422, 429]));
    },
  },
  {
    name: 'leaving-browsers',
    finding: 7,
    does: 'A merchant asks for counts and leaves before they come, two hundred times.',
    async run(place) {
      for (let i = 0; i < 20; i += 1) {
        const leaving = new AbortController();
        const asked = Array.from({ length: 10 }, () =>
          place.asBeta(`/app/audience/count?${new URLSearchParams({ audience: costly })}`, {
            signal: leaving.signal,
          }),
        );
        await new Promise((resolve) => setTimeout(resolve, 50));
        leaving.abort();
        await Promise.allSettled(asked);
      }
      const left = await until(async () => {
        const { rows } = await place.pool.query<{ n: number }>(
          `SELECT count(*)::integer AS n FROM pg_stat_activity
           WHERE datname = current_database() AND state = 'active' AND query LIKE 'WITH silent AS%'`,
        );
        return rows[0]?.n === 0 ? 0 : undefined;
      }, 10).catch(() => 1);
      return unless('queries that nobody waits for', left, [0]);
    },
  },
  {
    name: 'webhook-flood',
    finding: 7,
    does: 'Shopify posts 3,000 changes of one shop, and a no of another must be in force within seconds.',
    async run(place, size) {
      const many = size === 'full' ? 3_000 : 500;
      let refused = 0;
      for (let i = 0; i < many; i += 50) {
        const answers = await statusesOf(
          Array.from({ length: 50 }, (_, j) =>
            place.webhook('customers/update', place.beta, { id: 1_000_000 + i + j }),
          ),
        );
        refused += answers.filter((status) => status !== 200).length;
      }
      const phone = 306900000000 + 30_000;
      const started = performance.now();
      await place.webhook('customers_marketing_consent/update', place.alpha, {
        id: 1_000_000 + 30_000,
        phone: `+${phone}`,
        sms_marketing_consent: { state: 'unsubscribed', consent_updated_at: new Date().toISOString() },
      });
      const silent = await until(async () => {
        const { rows } = await place.pool.query<{ consent: string }>(
          'SELECT consent FROM contact WHERE shop_id = $1 AND phone = $2',
          [place.alpha.id, phone],
        );
        return rows[0]?.consent === 'unsubscribed' ? true : undefined;
      }, 20).catch(() => false);
      const seconds = (performance.now() - started) / 1_000;
      return [
        ...unless('webhooks that were refused', refused, [0]),
        ...(silent && seconds < 5 ? [] : [`the no of another shop took ${seconds.toFixed(1)} s`]),
      ];
    },
  },
];
