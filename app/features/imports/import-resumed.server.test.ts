import { beforeEach, expect, test } from 'vitest';
import {
  checkFile,
  contactsOf,
  importFile,
  importRow,
  uploadFile,
  yes,
} from '../../../test/support/flows/imports.ts';
import { deleteAllJobs, sweepAndDrain } from '../../../test/support/flows/jobs.ts';
import { makeShop } from '../../../test/support/flows/shop.ts';
import { pool } from '../../platform/database.server.ts';
import { startImport } from './start-import.server.ts';

let shopId: number;
beforeEach(async () => {
  shopId = await makeShop();
});

test('an import whose process dies goes on where it was, and adds everybody once', async () => {
  const people = 4_500;
  const lines = Array.from({ length: people }, (_, i) => `69${45_000_000 + i}`);
  const importId = await uploadFile(shopId, `phone\n${lines.join('\n')}\n`);
  await failAt(3, 'import_person', 'INSERT');
  await expect(checkFile(shopId, importId, { columns: ['phone'], consent: yes() })).rejects.toThrow('died');
  expect(await importRow(shopId, importId)).toMatchObject({ status: 'checking', rows_read: 4_000 });
  await comeBack();
  expect(await importRow(shopId, importId)).toMatchObject({
    status: 'checked',
    foreseen: { rows: people, people, added: people, opted_in: people },
  });

  await startImport(shopId, importId);
  await failAt(2, 'import_person', 'DELETE');
  await comeBack({ expectDeath: true });
  expect((await contactsOf(shopId)).length).toBe(2_000);
  await comeBack();
  expect(await importRow(shopId, importId)).toMatchObject({
    status: 'done',
    outcome: { people, added: people },
  });
  const contacts = await contactsOf(shopId);
  expect(new Set(contacts.map(({ phone }) => phone)).size).toBe(people);
  expect(contacts.length).toBe(people);
  const { rows } = await pool.query(
    'SELECT count(*)::integer AS n FROM event WHERE category = 4 AND shop_id = $1',
    [shopId],
  );
  expect(rows).toEqual([{ n: people }]);
}, 60_000);

/** The nth statement of that kind breaks, and what its transaction did is gone, as when its process dies. */
async function failAt(nth: number, table: string, act: 'INSERT' | 'DELETE'): Promise<void> {
  await pool.query(`
    CREATE SEQUENCE death;
    CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF nextval('death') = ${nth} THEN RAISE 'died'; END IF; RETURN NULL; END $$;
    CREATE TRIGGER die AFTER ${act} ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION die();`);
}

/** No job is left; the sweep finds what stands still. */
async function comeBack({ expectDeath = false } = {}): Promise<void> {
  if (!expectDeath) {
    await pool.query('DROP FUNCTION die() CASCADE; DROP SEQUENCE death;');
  }
  await deleteAllJobs();
  await pool.query(`UPDATE contact_import SET moved_at = now() - interval '1 minute'`);
  const back = sweepAndDrain();
  if (expectDeath) {
    await expect(back).rejects.toThrow('died');
    return;
  }
  await back;
}

test('what a file holds of people goes when it is not needed any more', async () => {
  const done = await importFile(shopId, 'phone\n6943123456\nnobody\n', { columns: 'phone', consent: yes() });
  const left = async () => {
    const { rows } = await pool.query(
      `SELECT (SELECT count(*)::integer FROM import_piece WHERE shop_id = $1) AS pieces,
              (SELECT count(*)::integer FROM import_person WHERE shop_id = $1) AS people,
              (SELECT count(*)::integer FROM import_problem WHERE shop_id = $1) AS problems`,
      [shopId],
    );
    return rows[0];
  };
  await sweepAndDrain();
  expect(await left()).toEqual({ pieces: 0, people: 0, problems: 1 });
  await pool.query(`UPDATE contact_import SET ended_at = now() - interval '8 days' WHERE shop_id = $1`, [
    shopId,
  ]);
  await sweepAndDrain();
  await sweepAndDrain();
  expect(await left()).toEqual({ pieces: 0, people: 0, problems: 0 });
  expect((await importRow(shopId, done.id)).emptied_at).not.toBeNull();

  const abandoned = await uploadFile(shopId, 'phone\n6943123456\n');
  await pool.query(`UPDATE contact_import SET moved_at = now() - interval '8 days' WHERE id = $1`, [
    abandoned,
  ]);
  await sweepAndDrain();
  await sweepAndDrain();
  expect(await left()).toEqual({ pieces: 0, people: 0, problems: 0 });
  expect(await importRow(shopId, abandoned)).toMatchObject({ status: 'expired' });
});
