import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '../..');

/** The files that run in production, by their paths from the project's folder. */
export function productFiles(): string[] {
  return ['app', 'workers'].flatMap((folder) =>
    readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
      .map((file) => `${folder}/${file}`),
  );
}

export const parseFile = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(resolve(root, file), 'utf8'), ts.ScriptTarget.Latest, true);

/** Calls `visit` with every node of a file. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

export type FoundRegex = { file: string; line: number; source: string; flags: string };

/** Every regular expression that is written in a file; one that is put together at run time has the source "new RegExp". */
export function regexesOf(file: string): FoundRegex[] {
  const tree = parseFile(file);
  const found: FoundRegex[] = [];
  walk(tree, (node) => {
    const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ file, line, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    } else if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') {
      found.push({ file, line, source: 'new RegExp', flags: '' });
    }
  });
  return found;
}
