import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { unreadable } from '../definition/raw.js';
import { quote } from '../definition/secrets.js';
import type { DocumentPath, Issue } from '../errors.js';
import { placeOf, type Source, type TextPlace } from './text.js';

/** How often one anchor may be used. Some thousand machines may share a map of NICs; a bomb needs millions. */
const maxAliasCount = 10_000;
/** After this many problems with the syntax of one file, the rest is mostly what follows from them. */
const maxProblems = 20;

const options = {
  // Both are made here: pretty errors quote the source, and the library’s search for repeated keys is quadratic.
  prettyErrors: false,
  uniqueKeys: false,
  merge: true,
  logLevel: 'error',
} as const;

/** Reads a YAML file into plain data; `unreadable` where it cannot be read, and then `issues` says why. */
export function readYaml(
  source: Source,
  document: string,
): { readonly value: unknown; readonly issues: readonly Issue[] } {
  const problem = (code: string, message: string, offset: number, hint?: string): Issue => ({
    code,
    severity: 'error',
    message,
    at: { document, path: [] },
    position: { file: source.file, ...placeOf(source, offset) },
    ...(hint === undefined ? {} : { hint }),
  });
  const parsed = attempt(() => parseDocument(source.text, options));
  if ('failure' in parsed)
    return { value: unreadable, issues: [problem('YAML_UNREADABLE', whyNot(parsed.failure), 0)] };
  const found = [...parsed.result.errors, ...parsed.result.warnings].map((error) => ({
    offset: error.pos[0],
    make: () => problem(`YAML_${error.code}`, restyle(error), error.pos[0], hints[error.code]),
  }));
  for (const { key, offset, first } of repeatedKeys(parsed.result)) {
    const message = `the key ${quote(key)} is given twice, first on line ${placeOf(source, first).line}`;
    found.push({ offset, make: () => problem('YAML_DUPLICATE_KEY', message, offset) });
  }
  if (found.length > 0) {
    const issues = found
      .sort((a, b) => a.offset - b.offset)
      .slice(0, maxProblems)
      .map((entry) => entry.make());
    return { value: unreadable, issues: withRest(issues, found.length) };
  }
  if (isNothing(parsed.result.contents)) {
    return {
      value: unreadable,
      issues: [problem('FILE_EMPTY', 'the file is empty', 0, 'fill it in, or remove it')],
    };
  }
  const data = attempt(() => parsed.result.toJS({ maxAliasCount }) as unknown);
  if ('result' in data) return { value: data.result, issues: [] };
  return {
    value: unreadable,
    issues: [problem('YAML_ALIAS', whyNot(data.failure), firstAlias(parsed.result))],
  };
}

function isNothing(contents: unknown): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

function attempt<Result>(work: () => Result): { readonly result: Result } | { readonly failure: unknown } {
  try {
    return { result: work() };
  } catch (failure) {
    return { failure };
  }
}

function whyNot(failure: unknown): string {
  const said = failure instanceof Error ? failure.message : String(failure);
  if (failure instanceof RangeError) return 'cannot be read: it is nested too deeply';
  const unknown = /^Unresolved alias .*: (.*)$/s.exec(said)?.[1];
  if (unknown !== undefined) return `the alias ${quote(unknown)} is used before an anchor of that name`;
  if (said.startsWith('Excessive alias count'))
    return `uses aliases more than ${maxAliasCount} times over, which grows beyond any use`;
  return `cannot be read: ${said}`;
}

function withRest(issues: readonly Issue[], total: number): readonly Issue[] {
  const last = issues.at(-1);
  if (last === undefined || total <= issues.length) return issues;
  return [
    ...issues.slice(0, -1),
    { ...last, hint: `and ${total - issues.length} more problems with the syntax below it` },
  ];
}

const hints: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  MULTIPLE_DOCS: 'one file is one document: take out the `---` line, or make two files',
  BLOCK_AS_IMPLICIT_KEY: 'a text with a colon and a space needs quotes',
  BAD_SCALAR_START: 'put the text in quotes',
  TAG_RESOLVE_FAILED: 'take the tag out; a definition is plain data',
};

const words: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab is used to indent',
  MULTIPLE_DOCS: 'the file holds more than one YAML document',
  BAD_DIRECTIVE: 'a line that begins with % must be a YAML directive',
};

function restyle(error: YAMLError): string {
  // What the library quotes from the file may be a password.
  const short =
    words[error.code] ??
    error.message
      .replace(/: ["|>].*$/s, '')
      .split('\n')[0]
      ?.slice(0, 120) ??
    '';
  return `${short.charAt(0).toLowerCase()}${short.slice(1)}`.trimEnd().replace(/\.$/, '');
}

function keyText(key: unknown): string | undefined {
  if (key === null) return '';
  // A merge key is a symbol in the tree.
  if (isScalar(key))
    return key.value === null ? '' : typeof key.value === 'symbol' ? '<<' : String(key.value);
  return undefined;
}

function repeatedKeys(document: Document.Parsed): readonly { key: string; offset: number; first: number }[] {
  const repeated: { key: string; offset: number; first: number }[] = [];
  visit(document, {
    Map: (_, map) => {
      const seen = new Map<string, number>();
      for (const pair of map.items) {
        const key = keyText(pair.key);
        if (key === undefined) continue;
        const offset = offsetOf(pair.key) ?? 0;
        const first = seen.get(key);
        if (first === undefined) seen.set(key, offset);
        else repeated.push({ key, offset, first });
      }
    },
  });
  return repeated;
}

function firstAlias(document: Document.Parsed): number {
  let offset = 0;
  visit(document, {
    Alias: (_, alias) => {
      offset = offsetOf(alias) ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

const parsedSources = new WeakMap<Source, Document.Parsed>();

/**
 * Where a path stands in a YAML file: the value where it stands in one line with its key or its dash, else the key.
 * For a path that the file does not have, the nearest part of it that it has.
 */
export function locateInYaml(source: Source, path: DocumentPath['path']): TextPlace {
  const document = parsedSources.get(source) ?? parseDocument(source.text, options);
  parsedSources.set(source, document);
  let node: Node | null = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const key of path) {
    const found = childOf(node, key, document);
    if (found === undefined) break;
    node = found.value;
    offset = found.offset;
  }
  return placeOf(source, offset);
}

interface Child {
  readonly value: Node | null;
  readonly offset: number;
}

function childOf(parent: Node | null, key: string | number, document: Document.Parsed): Child | undefined {
  const node = isAlias(parent) ? parent.resolve(document) : parent;
  if (isSeq(node)) {
    const item = node.items[Number(key)];
    return isNode(item) ? { value: item, offset: offsetOf(item) ?? 0 } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = pairsOf(node).get(String(key));
  return pair === undefined ? mergedChild(node, key, document) : pairChild(pair);
}

const pairsByKey = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

/** Thousands of machines in one map, and thousands of questions, must not multiply. */
function pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  const known = pairsByKey.get(map);
  if (known !== undefined) return known;
  const pairs = new Map<string, Pair>();
  for (const pair of map.items) {
    const key = keyText(pair.key);
    if (key !== undefined) pairs.set(key, pair);
  }
  pairsByKey.set(map, pairs);
  return pairs;
}

function pairChild(pair: Pair): Child {
  const value = isNode(pair.value) ? pair.value : null;
  const keyOffset = offsetOf(pair.key) ?? 0;
  // A block map begins at its first key, lines below the name that people look for.
  const isBelow =
    value === null || ((isMap(value) || isSeq(value)) && value.flow !== true) || isEmptyScalar(value);
  return { value, offset: isBelow ? keyOffset : (offsetOf(value) ?? keyOffset) };
}

function isEmptyScalar(value: Node): boolean {
  return isScalar(value) && value.range?.[0] === value.range?.[1];
}

/** A key that comes into a map by `<<: *other` stands where the other map has it. */
function mergedChild(map: YAMLMap, key: string | number, document: Document.Parsed): Child | undefined {
  for (const pair of map.items) {
    if (!isPair(pair) || keyText(pair.key) !== '<<' || !isNode(pair.value)) continue;
    const sources = isSeq(pair.value) ? pair.value.items : [pair.value];
    for (const source of sources) {
      const found = isNode(source) ? childOf(source, key, document) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
