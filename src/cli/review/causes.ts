import type { CauseOf, ReviewInput, Subject } from '../../review/input.js';
import { atSite } from '../../review/model-changes/slots.js';
import type { Place } from '../../review/report.js';
import type { ChangedLines } from './git-worktree.js';
import type { Side } from './side.js';

/** Files of a package manager: a change of these alone brings another rackform, and with it another preset. */
const packages = /(^|\/)(package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml)$/;
/** What `rackform lock` writes follows from something else. */
const decisions = /^locks\//;

/**
 * Finds the cause of what a plan does not explain by itself.
 *
 * @param base null: there is nothing to compare with, and the cause is not known
 * @param changed null where that cannot be told
 */
export function causesBetween(
  base: Side | null,
  head: Side | null,
  changed: ChangedLines | null,
): ReviewInput['causeOf'] {
  const general = generalCause(base, head, changed);
  const poolOf = poolsBySlot(base, head);
  const givenBack = givenBackBetween(base, head);
  const places = head?.places ?? base?.places ?? {};
  const inLock = ({ site, slots }: Subject): Place | null =>
    slots.map((slot) => places[`lock/${atSite(site ?? '', slot)}`]).find((place) => place !== undefined) ??
    null;
  return (subject) => {
    const { site, slots, machines, addresses, isSaid } = subject;
    const key = (name: string) => atSite(site ?? '', name);
    if (isSaid) return { cause: 'edit', why: 'said in the lock', place: inLock(subject) };
    if (slots.some((slot) => givenBack.has(key(slot)))) {
      return { cause: 'edit', why: 'given back, said in the lock', place: inLock(subject) };
    }
    const candidates = [
      ...slots.map((slot) => poolOf.get(key(slot)) ?? ''),
      ...machines.map((machine) => `machine/${key(machine)}`),
      ...addresses.flatMap((address) => namesFor(address).map(([kind, name]) => placeKey(kind, name, site))),
    ].flatMap((name) => places[name] ?? []);
    return { ...general, place: editedPlace(candidates, changed) };
  };
}

/** Names by which a thing that no server has for itself stands in the files, by its address. */
function namesFor(address: string): readonly (readonly [kind: 'pool' | 'network', name: string])[] {
  const [type = '', name = ''] = address.split('.').slice(-2);
  // Of a dry run: `network_front`, `subnet_front_main`.
  const own = type === 'null_resource' ? name.replace(/^(network|subnet)_/, '') : name;
  return type === 'maas_tag'
    ? [['pool', own.replace('_', '/')]]
    : [
        ['network', own],
        ['network', own.split('_')[0] ?? ''],
      ];
}

function placeKey(kind: 'pool' | 'network', name: string, site: string | null): string {
  return kind === 'pool' ? `pool/${name}` : `network/${atSite(site ?? '', name)}`;
}

/**
 * The line of this change that is nearest to a place, in the first file of the candidates that it changes. Where it
 * changes none of them: its only file, or nothing that could be named.
 */
function editedPlace(candidates: readonly Place[], changed: ChangedLines | null): Place | null {
  if (changed === null) return candidates[0] ?? null;
  const place = candidates.find(({ file }) => (changed.get(file) ?? []).length > 0);
  const files = [...changed].filter(([file]) => !decisions.test(file));
  const [only] = files.length === 1 ? files : [];
  if (place === undefined) {
    const first = only?.[1][0]?.first;
    return only === undefined || first === undefined ? null : { file: only[0], line: first, column: 1 };
  }
  const ranges = changed.get(place.file) ?? [];
  if (ranges.some(({ first, last }) => first <= place.line && place.line <= last)) return place;
  const line = (ranges.find(({ first }) => first > place.line) ?? ranges.at(-1))?.first ?? place.line;
  return { file: place.file, line, column: 1 };
}

function poolsBySlot(...sides: readonly (Side | null)[]): ReadonlyMap<string, string> {
  return new Map(
    sides.flatMap((side) =>
      (side?.models ?? []).flatMap(({ site, clusters }) =>
        clusters.flatMap(({ slots }) =>
          slots.map(
            ({ name, cluster, pool }) => [atSite(site.name, name), `pool/${cluster}/${pool}`] as const,
          ),
        ),
      ),
    ),
  );
}

/** Slots that the lock still held before and lets go now, as it was asked to. */
function givenBackBetween(base: Side | null, head: Side | null): ReadonlySet<string> {
  const held = (side: Side | null) =>
    (side?.locks ?? []).flatMap(({ site, slots }) =>
      slots.filter(({ phase }) => phase !== 'released').map(({ name }) => atSite(site, name)),
    );
  const now = new Set(held(head));
  return new Set(held(base).filter((name) => !now.has(name)));
}

function generalCause(
  base: Side | null,
  head: Side | null,
  changed: ChangedLines | null,
): Omit<CauseOf, 'place'> {
  if (base === null || head === null) {
    return { cause: 'unknown', why: 'a plan does not say; --base REF compares with a branch' };
  }
  const former = new Map(base.models.map(({ site }) => [site.name, site.provisioner] as const));
  for (const { site } of head.models) {
    const [was, is] = [former.get(site.name)?.providerVersion, site.provisioner.providerVersion];
    if (was !== undefined && was !== is && isOnlyThat(base, head)) {
      return { cause: 'provider-version', why: `provider ${was} to ${is} at ${site.name}` };
    }
  }
  const files = [...(changed?.keys() ?? [])].filter((file) => !decisions.test(file));
  if (files.length > 0 && files.every((file) => packages.test(file))) {
    return { cause: 'preset', why: 'another rackform, and with it another preset' };
  }
  const isDecided = files.length === 0 && (changed?.size ?? 0) > 0;
  return { cause: 'edit', why: isDecided ? 'follows from what the lock says' : 'edited in this change' };
}

/** Whether nothing but the provider's version differs between two definitions. */
function isOnlyThat(base: Side, head: Side): boolean {
  const text = (side: Side) =>
    JSON.stringify(side.models, (key, value: unknown) => (key === 'providerVersion' ? null : value));
  return text(base) === text(head);
}
