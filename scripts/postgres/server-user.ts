import { PostgresProblem } from './problem.ts';
import { run } from './processes.ts';

/** Who the server runs as: how to start its programs, and who must own its folder. */
export type ServerUser = {
  owner: { uid: number; gid: number } | undefined;
  run(program: string, args: readonly string[]): ReturnType<typeof run>;
};

/** What a process of another user needs to enter folders that only root may enter; see `enteringAnywhere`. */
const setpriv = [
  '--clear-groups',
  '--inh-caps=-all,+dac_override',
  '--ambient-caps=-all,+dac_override',
  '--bounding-set=-all,+dac_override',
  // Without it access(2) forgets the capability, and initdb takes its own program for missing.
  '--securebits=+no_setuid_fixup',
];

async function idsOfPostgres(): Promise<{ uid: number; gid: number } | undefined> {
  const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
  return uid.code === 0 && gid.code === 0 ? { uid: Number(uid.output), gid: Number(gid.output) } : undefined;
}

async function makePostgresUser(): Promise<{ uid: number; gid: number }> {
  await run('groupadd', ['--force', '--system', 'postgres']);
  const made = await run('useradd', ['--system', '--no-create-home', '--gid', 'postgres', 'postgres']);
  const ids = await idsOfPostgres();
  if (ids === undefined) {
    throw new PostgresProblem(
      `PostgreSQL refuses to run as root, and a user "postgres" could not be made (${made.output}). ` +
        'Run this as an ordinary user, or set DATABASE_URL.',
    );
  }
  return ids;
}

/**
 * Who runs the embedded server. For an ordinary user: herself. For root, whom PostgreSQL refuses: the system's user
 * "postgres", made when missing. A clone in /root or in a `mktemp -d` folder can be entered by root alone; there the
 * server keeps the one capability that lets it in (setpriv belongs to util-linux), and nobody's folders are opened.
 *
 * @param folder where the data lies; must exist.
 * @param program one of the server's programs, to try whether it can be started.
 */
export async function serverUser(folder: string, program: string): Promise<ServerUser> {
  if (process.getuid?.() !== 0) {
    return { owner: undefined, run: (command, args) => run(command, args, { cwd: folder }) };
  }
  const owner = (await idsOfPostgres()) ?? (await makePostgresUser());
  const enterAndStart = ['-c', 'cd "$0" && "$1" --version', folder, program];

  const asPostgres = (command: string, args: readonly string[]) => run(command, args, { ...owner, cwd: '/' });
  if ((await asPostgres('/bin/sh', enterAndStart)).code === 0) {
    return { owner, run: asPostgres };
  }
  const enteringAnywhere = (command: string, args: readonly string[]) =>
    run('setpriv', [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, ...setpriv, command, ...args], {
      cwd: '/',
    });
  const tried = await enteringAnywhere('/bin/sh', enterAndStart);
  if (tried.code === 0) {
    return { owner, run: enteringAnywhere };
  }
  throw new PostgresProblem(
    `PostgreSQL refuses to run as root, and the user "postgres" may not enter ${folder} (${tried.output}). ` +
      'Move the project to a folder that other users may enter, run this as an ordinary user, or set DATABASE_URL.',
  );
}
