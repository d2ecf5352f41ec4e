import { once } from 'node:events';
import { createServer } from 'node:net';
import { DemoProblem } from './problem.ts';

/**
 * Makes sure that nobody listens on the app's port before anything is started.
 *
 * @param wanted 0 for any free one.
 * @throws DemoProblem when it is taken or this user may not have it.
 */
export async function claimPort(wanted: number): Promise<number> {
  const found = await tryPort(wanted);
  if (typeof found === 'number') {
    return found;
  }
  const why = found.code === 'EACCES' ? 'is not for this user' : 'is taken: something else listens there';
  throw new DemoProblem(
    `Port ${wanted} ${why}. Stop that, or choose another port: npm run demo -- --port ${wanted < 1024 ? 3000 : wanted + 10}`,
  );
}

/** This port if it is free, otherwise any other. */
export async function preferPort(wished: number): Promise<number> {
  const found = await tryPort(wished);
  return typeof found === 'number' ? found : await claimPort(0);
}

async function tryPort(port: number): Promise<number | { code: unknown }> {
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
    const address = probe.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      return error;
    }
    throw error;
  } finally {
    probe.close();
  }
}
