import ts from 'typescript';
import { parseFile, walk } from './source-regexes.ts';

/** A schema that lets through as much as somebody sends. */
export type Unbounded = { file: string; line: number; schema: string };

/** What has a size, by the function of zod that makes it. */
const SIZED = new Set(['string', 'array', 'record', 'url', 'map', 'set', 'looseObject', 'json']);
/** Methods that set a maximum. */
const BOUNDS = new Set(['max', 'length', 'size']);

/** The schemas of a file that have a size and no maximum, wherever in it they are written. */
export function unboundedSchemasOf(file: string, tree = parseFile(file)): Unbounded[] {
  const found: Unbounded[] = [];
  walk(tree, (node) => {
    if (!ts.isCallExpression(node) || !isSized(node)) {
      return;
    }
    const chain = chainOf(node);
    const schema = chain.at(-1) ?? node;
    if (!chain.some(bounds) && !isBoundedRecord(node)) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
      found.push({ file, line: line + 1, schema: schema.getText().replace(/\s+/g, ' ').slice(0, 80) });
    }
  });
  return found;
}

/** `z.string(…)` and its relatives, `z.coerce.string(…)` as well. */
function isSized({ expression }: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    SIZED.has(expression.name.text) &&
    /^z(\.coerce)?$/.test(expression.expression.getText())
  );
}

/** The calls that follow a schema: `z.string().trim().max(5)` has three. */
function chainOf(call: ts.CallExpression): ts.CallExpression[] {
  const calls = [call];
  for (let node: ts.Node = call; ; ) {
    const access = node.parent;
    const next = access?.parent;
    if (!ts.isPropertyAccessExpression(access) || access.expression !== node || !ts.isCallExpression(next)) {
      return calls;
    }
    calls.push(next);
    node = next;
  }
}

function bounds(call: ts.CallExpression): boolean {
  const { expression } = call;
  if (!ts.isPropertyAccessExpression(expression)) {
    return false;
  }
  const [argument] = call.arguments;
  return (
    BOUNDS.has(expression.name.text) ||
    (expression.name.text === 'regex' && argument !== undefined && isBoundedPattern(argument))
  );
}

/** A pattern from beginning to end without anything that repeats without end. */
function isBoundedPattern(argument: ts.Node): boolean {
  if (!ts.isRegularExpressionLiteral(argument)) {
    return false;
  }
  const source = argument.text
    .slice(1, argument.text.lastIndexOf('/'))
    .replace(/\\./g, 'x')
    .replace(/\[[^\]]*\]/g, 'x');
  return source.startsWith('^') && source.endsWith('$') && !/[*+]|\{\d+,\}/.test(source);
}

/** A record whose keys are words of a list, or have a bounded pattern, has no more of them than there are. */
function isBoundedRecord(call: ts.CallExpression): boolean {
  const [key] = call.arguments;
  return (
    ts.isPropertyAccessExpression(call.expression) &&
    call.expression.name.text === 'record' &&
    key !== undefined &&
    /^z\.(enum\(|string\(\)\.regex\(\/\^\[A-Z\]\{2\}\$\/\))/.test(key.getText())
  );
}
