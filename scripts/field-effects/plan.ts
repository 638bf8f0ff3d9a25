import type { Action } from '../../src/facts/effect-table.js';
import { nullProvider, terraformBuiltin } from '../../src/facts/providers/builtin.js';
import { ironicProviders } from '../../src/facts/providers/ironic.js';
import { maasProvider } from '../../src/facts/providers/maas.js';
import type { ProviderFacts } from '../../src/facts/providers/provider-facts.js';

/** A block of Terraform JSON. */
type Json = Readonly<Record<string, unknown>>;

/** A stack as synthesized. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly [section: string]: unknown;
}

/** What Terraform would do to one resource. */
export interface Planned {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly action: Action;
  /** Paths without indexes; those that differ, or that are not known before the apply. */
  readonly attributes: readonly string[];
}

/** What differs between two syntheses of one state. */
export interface Difference {
  readonly planned: readonly Planned[];
  /** Differences that `ignore_changes` hides. */
  readonly ignored: readonly Planned[];
  /** Settings of Terraform itself. */
  readonly settings: readonly string[];
}

const notAttributes = new Set(['//', 'lifecycle', 'depends_on', 'provider', 'connection', 'provisioner']);

/** Paths of all leaves that differ between two values, without indexes. */
function differing(before: unknown, after: unknown, path: string): readonly string[] {
  if (isBranch(before) && isBranch(after)) {
    const steps = Array.isArray(before) ? path : undefined;
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      differing((before as Json)[key], (after as Json)[key], steps ?? (path === '' ? key : `${path}.${key}`)),
    );
  }
  return printed(before) === printed(after) ? [] : [path];
}

/** A thing that is looked up and one that is made are one thing where they have one name: its id stays what it was. */
function printed(value: unknown): string | undefined {
  return JSON.stringify(value)?.replaceAll(/\bdata\.(?=[a-z0-9]+_)/g, '');
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function attributesOf(block: Json): Json {
  return Object.fromEntries(Object.entries(block).filter(([key]) => !notAttributes.has(key)));
}

/** `type.name` and attribute of every reference in a value. */
function references(value: unknown): readonly (readonly [address: string, attribute: string])[] {
  if (isBranch(value)) return Object.values(value).flatMap(references);
  if (typeof value !== 'string') return [];
  return [...value.matchAll(/(?:^|[^\w.])((?:data\.)?[a-z0-9]+_[a-z0-9_]+\.[\w-]+)\.(\w+)/g)].map(
    ([, address = '', attribute = '']) => [address, attribute] as const,
  );
}

function isIgnored(block: Json, attribute: string): boolean {
  const ignored = (block['lifecycle'] as Json | undefined)?.['ignore_changes'];
  const root = attribute.split('.')[0] ?? '';
  return ignored === 'all' || (Array.isArray(ignored) && ignored.includes(root));
}

const facts: readonly ProviderFacts[] = [
  maasProvider,
  ...Object.values(ironicProviders),
  terraformBuiltin,
  nullProvider,
];

function replaces(type: string, attribute: string): boolean {
  const behaviour = facts.map((provider) => provider.behaviour[type]).find((found) => found !== undefined);
  if (behaviour === undefined) throw new Error(`no behaviour is known of ${type}`);
  if (attribute === 'timeouts' || attribute.startsWith('timeouts.')) return false;
  const steps = attribute.split('.');
  const ancestors = steps.map((_, index) => steps.slice(0, index + 1).join('.'));
  return !behaviour.inPlaceUpdate || ancestors.some((path) => behaviour.requiresReplace?.includes(path));
}

/** Whether only the provider knows an attribute of what is read or made anew. */
function isKnownLater(address: string, attribute: string): boolean {
  if (address.startsWith('data.')) return true;
  const type = address.split('.')[0] ?? '';
  const block = facts.map((provider) => provider.schema.resources[type]?.block).find((found) => found);
  return attribute === 'id' || block?.attributes[attribute]?.computed === true;
}

interface Working {
  readonly block: Json;
  readonly changed: Set<string>;
  readonly hidden: Set<string>;
  isTriggered: boolean;
}

/** Resources of a stack by address. */
function resourcesOf(stack: StackJson | undefined, section: 'resource' | 'data'): ReadonlyMap<string, Json> {
  return new Map(
    Object.entries(stack?.[section] ?? {}).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]) => [`${type}.${name}`, block] as const),
    ),
  );
}

/** Compares two syntheses of one stack as Terraform would, with a state that the first was applied to. */
export function differenceOf(
  name: string,
  before: StackJson | undefined,
  after: StackJson | undefined,
): Difference {
  const old = resourcesOf(before, 'resource');
  const next = resourcesOf(after, 'resource');
  const working = new Map<string, Working>();
  for (const [address, block] of next) {
    const was = old.get(address);
    if (was === undefined) continue;
    const changed = differing(attributesOf(was), attributesOf(block), '');
    working.set(address, {
      block,
      changed: new Set(changed.filter((path) => !isIgnored(block, path))),
      hidden: new Set(changed.filter((path) => isIgnored(block, path))),
      isTriggered: false,
    });
  }
  const made = [...next.keys()].filter((address) => !old.has(address));
  const read = new Set([...dataChanged(before, after), ...made]);
  while (spread(working, read)) {
    // Until nothing follows from anything any more.
  }
  const planned: Planned[] = [];
  const ignored: Planned[] = [];
  const add = (list: Planned[], address: string, action: Action, attributes: Iterable<string>) => {
    const [type = '', label = ''] = address.split('.');
    list.push({ stack: name, type, name: label, action, attributes: [...attributes].sort() });
  };
  for (const address of old.keys()) if (!next.has(address)) add(planned, address, 'delete', []);
  for (const address of next.keys()) if (!old.has(address)) add(planned, address, 'create', []);
  for (const [address, work] of working) {
    const action = actionOf(address, work);
    if (action !== null) add(planned, address, action, work.changed);
    // What is made anew takes all that it was told to ignore.
    if (work.hidden.size > 0 && action !== 'replace') add(ignored, address, 'update', work.hidden);
  }
  return { planned, ignored, settings: settingsOf(before, after) };
}

function actionOf(address: string, { changed, isTriggered }: Working): 'update' | 'replace' | null {
  const type = address.split('.')[0] ?? '';
  if (isTriggered || [...changed].some((path) => replaces(type, path))) return 'replace';
  return changed.size > 0 ? 'update' : null;
}

/** Data sources that are read with another question: what they answer is another. */
function dataChanged(before: StackJson | undefined, after: StackJson | undefined): ReadonlySet<string> {
  const old = resourcesOf(before, 'data');
  const changed = [...resourcesOf(after, 'data')].filter(([address, block]) => {
    const was = old.get(address);
    return was !== undefined && differing(attributesOf(was), attributesOf(block), '').length > 0;
  });
  return new Set(changed.map(([address]) => `data.${address}`));
}

/**
 * One round of what follows from planned changes; true where anything was added.
 *
 * @param read addresses of what is read or made anew, of which nothing is known before
 */
function spread(working: ReadonlyMap<string, Working>, read: ReadonlySet<string>): boolean {
  let isMore = false;
  const moves = (address: string, attribute: string): boolean => {
    const other = working.get(address);
    if (other === undefined) return read.has(address) && isKnownLater(address, attribute);
    if (other.changed.has(attribute)) return true;
    return isKnownLater(address, attribute) && actionOf(address, other) === 'replace';
  };
  for (const work of working.values()) {
    for (const [attribute, value] of Object.entries(attributesOf(work.block))) {
      if (work.changed.has(attribute) || isIgnored(work.block, attribute)) continue;
      if (!references(value).some(([address, of]) => moves(address, of))) continue;
      work.changed.add(attribute);
      isMore = true;
    }
    const triggers = ((work.block['lifecycle'] as Json | undefined)?.['replace_triggered_by'] ??
      []) as string[];
    const isTriggered = triggers.some((address) => {
      const other = working.get(address);
      return other !== undefined && actionOf(address, other) !== null;
    });
    if (isTriggered && !work.isTriggered) {
      work.isTriggered = true;
      isMore = true;
    }
  }
  return isMore;
}

/** Backend, versions and provider, by path. */
function settingsOf(before: StackJson | undefined, after: StackJson | undefined): readonly string[] {
  if (before === undefined || after === undefined) return [];
  const settings = (stack: StackJson) => ({ terraform: stack['terraform'], provider: stack['provider'] });
  return differing(settings(before), settings(after), '');
}
