/**
 * Makes a fresh clone runnable, then runs a script on the project's own Node:
 *
 *   node scripts/ensure-installed.mjs scripts/test.ts --any --arguments
 *
 * Installs the packages when they are missing or older than package-lock.json, generates the Prisma client when it
 * is missing or made from another prisma/schema.prisma. This file runs on whatever Node (20 or later) the machine has, before
 * anything is installed: plain JavaScript, no packages. The script is started from here because a shell would go on
 * using the Node it found first, and only node_modules/.bin has the right one.
 */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { constants as osConstants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const inRoot = (...parts) => join(root, ...parts);
const schema = inRoot('prisma', 'schema.prisma');
const binaries = inRoot('node_modules', '.bin');
const node = inRoot('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** When a file was written, in milliseconds; 0 when it is not there. */
function writtenAt(file) {
  return existsSync(file) ? statSync(file).mtimeMs : 0;
}

function whyInstall() {
  // npm writes this file last, so an install that was interrupted counts as missing.
  const installed = writtenAt(inRoot('node_modules', '.package-lock.json'));
  if (installed === 0) {
    return 'no packages are installed yet';
  }
  if (installed < writtenAt(inRoot('package-lock.json'))) {
    return 'package-lock.json is newer than the installed packages';
  }
  return existsSync(node) ? undefined : 'the Node that belongs to the project is missing';
}

function install(why) {
  process.stdout.write(`Installing packages: ${why}. This takes a few minutes.\n`);
  // The npm that started us, if one did. NODE_ENV=production must not leave out what tests and builds need, and the
  // warnings that the machine's Node is too old say nothing: it only runs the install.
  const npm = process.env.npm_execpath ?? '';
  const args = ['ci', '--include=dev', '--loglevel=error'];
  const options = { cwd: root, stdio: 'inherit' };
  const done = npm.endsWith('npm-cli.js')
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (done.error !== undefined) {
    fail(`The packages could not be installed: npm can't be started (${done.error.message}).`);
  }
  if (done.signal !== null) {
    process.exit(128 + (osConstants.signals[done.signal] ?? 0));
  }
  if (done.status !== 0) {
    fail(
      `The packages could not be installed: "npm ci" ended with code ${done.status}; its messages are above. ` +
        'Most often the registry can\'t be reached, or package.json and package-lock.json disagree ("npm install" mends that).',
    );
  }
  try {
    accessSync(node, constants.X_OK);
  } catch {
    fail(
      `The packages are installed, but ${node} is not there: the install scripts of packages did not run. ` +
        'Set ignore-scripts=false for npm, delete node_modules and try again.',
    );
  }
}

/** Prisma lays a copy of the schema beside the client. Contents tell more than times: git sets new ones. */
function isClientStale() {
  const copy = inRoot('node_modules', '.prisma', 'client', 'schema.prisma');
  return !existsSync(copy) || readFileSync(copy, 'utf8') !== readFileSync(schema, 'utf8');
}

function generateClient() {
  process.stdout.write('Generating the Prisma client.\n');
  const prisma = inRoot('node_modules', 'prisma', 'build', 'index.js');
  const done = spawnSync(node, [prisma, 'generate'], {
    cwd: root,
    encoding: 'utf8',
    // It asks for an engine that it doesn't use, and would download it: any executable will do.
    env: { ...environment(), PRISMA_SCHEMA_ENGINE_BINARY: node, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  });
  if (done.status !== 0) {
    fail(
      `The Prisma client could not be generated:\n${done.stdout}${done.stderr}${done.error?.message ?? ''}`,
    );
  }
}

/** The environment in which the project's Node and tools are found first. */
function environment() {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...process.env, [name]: [binaries, process.env[name]].filter(Boolean).join(delimiter) };
}

function runScript([script, ...args]) {
  const child = spawn(node, [script, ...args], { cwd: root, stdio: 'inherit', env: environment() });
  // Ctrl-C reaches the child from the terminal, as it does us; passed on, it would arrive twice, and a second one
  // means "don't wait". A SIGINT without a terminal, and SIGTERM, were sent to us alone.
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) {
      child.kill('SIGINT');
    }
  });
  process.once('SIGTERM', () => child.kill('SIGTERM'));
  // A second SIGTERM changes nothing; without a listener it would end us and orphan the child.
  process.on('SIGTERM', () => {});
  child.on('error', (error) => fail(`${script} could not be started: ${error.message}`));
  child.on('close', (code, signal) => process.exit(code ?? 128 + (osConstants.signals[signal] ?? 0)));
}

const why = whyInstall();
if (why !== undefined) {
  install(why);
}
if (isClientStale()) {
  generateClient();
}
if (process.argv.length > 2) {
  runScript(process.argv.slice(2));
}
