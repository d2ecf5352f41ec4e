import { parseExactJson } from '../../core/parse-exact-json.ts';
import { env } from '../env.server.ts';

export type MittoAnswer =
  | { kind: 'answered'; status: number; body: unknown }
  | { kind: 'failed'; cause: string };

/** A GET, or a POST that sends no text: may be repeated at will. A body that is no JSON comes back as undefined. */
export async function askMitto(path: string, post?: unknown): Promise<MittoAnswer> {
  try {
    const response = await fetch(env.MITTO_API_BASE_URL + path, {
      method: post === undefined ? 'GET' : 'POST',
      headers: {
        'X-Mitto-API-Key': env.MITTO_API_KEY,
        Accept: 'application/json',
        ...(post === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(post === undefined ? {} : { body: JSON.stringify(post) }),
      redirect: 'error',
      signal: AbortSignal.timeout(Math.min(env.MITTO_TIMEOUT_MS, 10_000)),
    });
    const text = await response.text();
    return { kind: 'answered', status: response.status, body: parseExactJson(text)?.json };
  } catch (error) {
    return { kind: 'failed', cause: error instanceof Error ? error.name : 'unknown' };
  }
}
