import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');
const isTest = (name: string) => /\.test\.tsx?$/.test(name);

/** Every TypeScript file under a folder of the project, by its path from the root of the project. */
function filesUnder(folder: string): string[] {
  return readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules'))
    .map((name) => `${folder}/${name}`);
}

const read = (file: string) => ({ file, text: readFileSync(resolve(root, file), 'utf8') });

/** What runs: the code of the app and of its workers, without their tests. */
export const sources = () =>
  ['app', 'workers']
    .flatMap(filesUnder)
    .filter((file) => !isTest(file))
    .map(read);

/** The test files of the whole project. */
export const testFiles = () =>
  ['app', 'prisma', 'scripts', 'test', 'workers'].flatMap(filesUnder).filter(isTest).map(read);

/** One file that belongs to the project, by its path from the root. */
export const projectFile = (file: string): string => read(file).text;

/** Which of the running files say what must not be said. */
export const filesThatSay = (words: RegExp): string[] =>
  sources()
    .filter(({ text }) => words.test(text))
    .map(({ file }) => file);
