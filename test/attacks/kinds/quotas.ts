import { type Attack, unless } from '../attack.ts';

/** What one shop, or whoever has one of its links, may fill. */
export const quotas: readonly Attack[] = [
  {
    name: 'uploads',
    finding: 13,
    does: 'A merchant begins thirty uploads.',
    async run(place) {
      for (let i = 0; i < 30; i += 1) {
        const file = 'Phone\n+306943123456\n+306943123457\n';
        const begun = await place.asBeta('/app/contacts/import/upload', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ name: 'a.csv', bytes: file.length }),
        });
        await begun.arrayBuffer();
        const { rows } = await place.pool.query<{ id: number }>(
          'SELECT id::integer FROM contact_import WHERE shop_id = $1 ORDER BY id DESC LIMIT 1',
          [place.beta.id],
        );
        const stored = await place.asBeta(`/app/contacts/import/${rows[0]?.id}/piece/0`, {
          method: 'POST',
          body: file,
        });
        await stored.arrayBuffer();
      }
      const { rows } = await place.pool.query<{ n: number }>(
        `SELECT count(*)::integer AS n FROM contact_import
         WHERE shop_id = $1 AND status NOT IN ('expired', 'done')`,
        [place.beta.id],
      );
      await place.pool.query(
        "UPDATE contact_import SET status = 'expired', ended_at = now() WHERE shop_id = $1",
        [place.beta.id],
      );
      return (rows[0]?.n ?? 0) > 3 ? [`${rows[0]?.n} files are kept`] : [];
    },
  },
  {
    name: 'clicks',
    finding: 13,
    does: 'Somebody opens one link 6,400 times.',
    async run(place, size) {
      const code = place.codes.at(-1) ?? '';
      const before = await place.pool.query<{ n: number }>('SELECT count(*)::integer AS n FROM link_click');
      const many = size === 'full' ? 6_400 : 640;
      const problems: string[] = [];
      for (let i = 0; i < many; i += 32) {
        const answers = await Promise.all(
          Array.from({ length: 32 }, async () => {
            const answer = await fetch(`${place.linkUrl}/${code}`);
            await answer.arrayBuffer();
            return answer.status;
          }),
        );
        problems.push(...answers.flatMap((status) => unless('an opening', status, [200])));
      }
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      const after = await place.pool.query<{ n: number }>('SELECT count(*)::integer AS n FROM link_click');
      const kept = (after.rows[0]?.n ?? 0) - (before.rows[0]?.n ?? 0);
      // Those of the probe, and one or two for each minute of these.
      return kept > 200 ? [...problems, `${kept} rows are kept of ${many} openings`] : problems;
    },
  },
  {
    name: 'drafts',
    finding: 13,
    does: 'A merchant saves one draft 200 times.',
    async run(place) {
      const save = (path: string) =>
        place.asBeta(path, {
          method: 'POST',
          body: new URLSearchParams({
            intent: 'save',
            name: 'x',
            body: 'Twenty percent off.',
            sender: 'Beta',
            audience: '{"kind":"everyone"}',
          }),
        });
      await (await save('/app/campaigns/new.data')).arrayBuffer();
      const { rows } = await place.pool.query<{ id: number }>(
        'SELECT max(id)::integer AS id FROM campaign WHERE shop_id = $1',
        [place.beta.id],
      );
      for (let i = 0; i < 200; i += 1) {
        await (await save(`/app/campaigns/${rows[0]?.id}.data`)).arrayBuffer();
      }
      const versions = await place.pool.query<{ n: number }>(
        'SELECT count(*)::integer AS n FROM campaign_content WHERE shop_id = $1 AND campaign_id = $2',
        [place.beta.id, rows[0]?.id],
      );
      return unless('versions that are kept', versions.rows[0]?.n ?? 0, [20]);
    },
  },
  {
    name: 'orphan-reports',
    finding: 22,
    does: 'Whoever has the secret posts 100,000 reports of texts that never were.',
    expectedErrors: ['delivery reports'],
    async run({ appUrl, secret }, size) {
      const calls = size === 'full' ? 20 : 2;
      const problems: string[] = [];
      for (let call = 0; call < calls; call += 1) {
        const reports = Array.from({ length: 5_000 }, (_, i) => ({
          messageId: `none-${call}-${i}`,
          deliveryStatus: 'Delivered',
        }));
        const answer = await fetch(`${appUrl}/mitto/reports/${secret}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(reports),
        });
        await answer.arrayBuffer();
        problems.push(...unless('reports', answer.status, [200]));
      }
      return problems;
    },
  },
];
