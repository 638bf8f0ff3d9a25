import { stringify } from 'yaml';

/** Keys of a cloud-config. Values are plain data. */
export type CloudConfig = Readonly<Record<string, unknown>>;

/** Something of the user's cloud-config that cannot be merged with ours. */
export interface UserDataConflict {
  /** Where it stands in the user's cloud-config. */
  readonly path: readonly (string | number)[];
  /** Lower case, no stop; quotes our value, never the user's, which might be a secret. */
  readonly message: string;
}

/** A merged cloud-config, and what could not be merged: ours stands there. */
export interface Merged {
  readonly config: CloudConfig;
  readonly conflicts: readonly UserDataConflict[];
}

/**
 * Merges the user's cloud-config into ours: maps key by key, lists appended after ours, equal scalars once.
 * Anything else that both set is a conflict, and so is a second file of one path in `write_files`.
 */
export function mergeCloudConfig(ours: CloudConfig, theirs: CloudConfig): Merged {
  const conflicts: UserDataConflict[] = [];
  const config = mergeMaps(ours, theirs, [], conflicts);
  conflicts.push(...sameFiles(ours, theirs));
  return { config, conflicts };
}

function mergeMaps(
  ours: CloudConfig,
  theirs: CloudConfig,
  path: readonly (string | number)[],
  conflicts: UserDataConflict[],
): CloudConfig {
  const merged: Record<string, unknown> = { ...ours };
  for (const [key, value] of Object.entries(theirs)) {
    merged[key] = Object.hasOwn(ours, key) ? mergeValues(ours[key], value, [...path, key], conflicts) : value;
  }
  return merged;
}

function mergeValues(
  ours: unknown,
  theirs: unknown,
  path: readonly (string | number)[],
  conflicts: UserDataConflict[],
): unknown {
  if (Array.isArray(ours) && Array.isArray(theirs)) return [...ours, ...theirs];
  if (isMap(ours) && isMap(theirs)) return mergeMaps(ours, theirs, path, conflicts);
  if (ours !== theirs) conflicts.push({ path, message: `${describe(path, ours)} and cannot be set twice` });
  return ours;
}

function describe(path: readonly (string | number)[], ours: unknown): string {
  const name = JSON.stringify(path.join('.'));
  if (Array.isArray(ours)) return `${name} is a list of rackform's`;
  return isMap(ours)
    ? `${name} is a map of rackform's`
    : `${name} is set by rackform to ${JSON.stringify(ours)}`;
}

function sameFiles(ours: CloudConfig, theirs: CloudConfig): UserDataConflict[] {
  const paths = new Set(filesOf(ours));
  return filesOf(theirs).flatMap((path, index) =>
    path !== undefined && paths.has(path)
      ? [
          {
            path: ['write_files', index, 'path'],
            message: `the file ${JSON.stringify(path)} is written by rackform`,
          },
        ]
      : [],
  );
}

function filesOf(config: CloudConfig): (string | undefined)[] {
  const files = config['write_files'];
  if (!Array.isArray(files)) return [];
  return files.map((file: unknown) => {
    const path = isMap(file) ? file['path'] : undefined;
    return typeof path === 'string' ? path : undefined;
  });
}

function isMap(value: unknown): value is CloudConfig {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const yaml = {
  // cloud-init reads YAML 1.1, in which 52:54:00:12:34:56 is a number and `on` a truth value: those need quotes.
  version: '1.1',
  lineWidth: 0,
  aliasDuplicateObjects: false,
} as const;

/** List items that are the same objects in every slot (scripts of ours, a pool's own lists) are printed once. */
const printedItems = new WeakMap<object, string>();

/** Text of a cloud-config: keys in the order given, lists last. */
export function printCloudConfig(config: CloudConfig, comment: string): string {
  const lists: string[] = [];
  const others: string[] = [];
  for (const [key, value] of Object.entries(config)) {
    if (Array.isArray(value) && value.length > 0)
      lists.push(`${printKey(key)}${value.map(printItem).join('')}`);
    else others.push(printPlain(key, value) ?? stringify({ [key]: value }, yaml));
  }
  return `#cloud-config\n# ${comment}\n${others.join('')}${lists.join('')}`;
}

/** Host names need no look for what YAML would quote: a letter first and a hyphen inside are no other scalar. */
function printPlain(key: string, value: unknown): string | undefined {
  const isHostName = typeof value === 'string' && /^[a-z][a-z0-9]*-[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(value);
  return isHostName || typeof value === 'boolean' ? printKey(key).replace(/\n$/, ` ${value}\n`) : undefined;
}

/**
 * An entry of `write_files`. Printed here and not by the YAML library, which takes most of the time of all user
 * data otherwise; a test holds both to the same bytes.
 *
 * @param path and permissions without characters that YAML would quote but for leading digits of the permissions
 * @param content ends with a newline, and its first line begins in the first column
 */
export function file(path: string, permissions: '0600' | '0644' | '0755', content: string): CloudConfig {
  const item = { path, permissions, content };
  const block = indented(content);
  printedItems.set(item, `  - path: ${path}\n    permissions: "${permissions}"\n    content: |\n${block}`);
  return item;
}

/** Indents every line but empty ones. The regular expression takes long over the text of each slot. */
function indented(content: string): string {
  if (content.startsWith('\n') || content.includes('\n\n')) return content.replace(/^(?=.)/gm, '      ');
  return `      ${content.slice(0, -1).replaceAll('\n', '\n      ')}\n`;
}

const printedKeys = new Map<string, string>();
const printedWords = new Map<string, string>();
const KEPT = 1000;

function printKey(key: string): string {
  return remember(printedKeys, key, () => stringify({ [key]: null }, yaml).replace(/ null\n$/, '\n'));
}

function printItem(item: unknown): string {
  if (typeof item === 'string') return remember(printedWords, item, () => stringifyItem(item));
  if (typeof item !== 'object' || item === null) return stringifyItem(item);
  const known = printedItems.get(item);
  if (known !== undefined) return known;
  const text = stringifyItem(item);
  printedItems.set(item, text);
  return text;
}

function remember(texts: Map<string, string>, key: string, print: () => string): string {
  const known = texts.get(key);
  if (known !== undefined) return known;
  if (texts.size >= KEPT) texts.clear();
  const text = print();
  texts.set(key, text);
  return text;
}

function stringifyItem(item: unknown): string {
  return stringify({ x: [item] }, yaml).slice('x:\n'.length);
}
