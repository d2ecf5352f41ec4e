import { pool } from '../../../app/platform/database.server.ts';

/**
 * Which of the words stand anywhere in the database, in any table of any schema (the queue's as well): "table: word" each.
 * Every row is read as text, as a dump would write it; binary columns are searched for the words' bytes.
 */
export async function tracesOf(words: string[]): Promise<string[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
     ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ line: string }>(`SELECT lower(t::text) AS line FROM ${name} AS t`);
    for (const word of words) {
      const bytes = Buffer.from(word).toString('hex');
      if (rows.some(({ line }) => line.includes(word.toLowerCase()) || line.includes(bytes))) {
        found.push(`${name}: ${word}`);
      }
    }
  }
  return found;
}
