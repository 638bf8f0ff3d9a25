import { createHash } from 'node:crypto';
import {
  isPhysical,
  type Refusal,
  type Review,
  type Row,
  type ServerEffect,
  type ServerReview,
  serverEffects,
} from './report.js';

type Verdict = Review['verdict'];

const counted = (count: number, what: string) => (count === 1 ? `1 ${what}` : `${count} ${what}s`);
const servers = (count: number) => counted(count, 'server');

/** What is said of each effect; the first three and power cycles are named even where there are none. */
const says: readonly (readonly [effect: ServerEffect, verb: string, isAlwaysSaid: boolean])[] = [
  ['wipe', 'WIPES', true],
  ['orphan', 'ORPHANS', false],
  ['reimage', 'reimages', true],
  ['unknown', 'does what is not known to', false],
  ['deploy', 'deploys', false],
  ['enrol', 'enrols', false],
  ['recommission', 'recommissions', false],
  ['power-cycle', 'power-cycles', true],
  ['network', 'changes the network of', false],
  ['refused', 'stops at', false],
];

/** The first line: what happens to how many servers, and whether it may. */
export function verdictOf(
  reviews: readonly ServerReview[],
  rows: readonly Row[],
  refusals: readonly Refusal[],
  all: number | null,
  /** Stacks without a plan, and changes that plans put off to later ones. */
  unknown: { readonly stacks: number; readonly deferred: number },
): Verdict {
  const counts = Object.fromEntries(
    serverEffects.map((effect) => [effect, reviews.filter((server) => server.effect === effect).length]),
  ) as Record<ServerEffect, number>;
  const moves = reviews.filter(
    ({ tenant, slot }) =>
      slot.before !== null && slot.after !== null && tenant.before !== null && tenant.before !== tenant.after,
  ).length;
  const shared = rows.filter((row) => row.servers.length === 0 && isPhysical(row.effect));
  const isSomething =
    unknown.stacks > 0 || unknown.deferred > 0 || rows.some(({ effect }) => isPhysical(effect));
  const touched = reviews.filter(({ effect }) => isPhysical(effect)).length;
  const leftAlone = all === null ? null : Math.max(0, all - touched);
  const rules = new Set(refusals.map(({ rule }) => rule)).size;
  const parts = says.flatMap(([effect, verb, isAlwaysSaid]) =>
    counts[effect] > 0 || isAlwaysSaid
      ? [`${verb} ${effect === 'wipe' || !isAlwaysSaid ? servers(counts[effect]) : counts[effect]}`]
      : [],
  );
  parts.splice(
    parts.findIndex((part) => part.startsWith('reimages')) + 1,
    0,
    `moves ${moves} between tenants`,
  );
  const isUnknown = ({ effect }: Row) => effect === 'unknown';
  const namesOf = (some: readonly Row[]) => some.map(({ names }) => names).join('; ');
  const [strange, told] = [shared.filter(isUnknown), shared.filter((row) => !isUnknown(row))];
  if (told.length > 0) parts.push(`changes what servers share (${namesOf(told)})`);
  if (strange.length > 0) parts.push(`does what is not known with ${namesOf(strange)}`);
  if (unknown.deferred > 0) parts.push(`puts off ${counted(unknown.deferred, 'change')} to a later plan`);
  if (unknown.stacks > 0) parts.push(`does what is not known in ${counted(unknown.stacks, 'stack')}`);
  const alone = leftAlone === null ? [] : [`leaves ${leftAlone} alone`];
  const isAllUnknown = unknown.stacks > 0 && !rows.some(({ effect }) => isPhysical(effect));
  const body = isAllUnknown
    ? `Not known what it does: ${counted(unknown.stacks, 'stack')} without a plan`
    : isSomething
      ? [...parts, ...alone].join(', ')
      : ['Nothing physical changes', ...alone].join('; ');
  const refused = rules === 0 ? '' : ` Refused: ${rules} ${rules === 1 ? 'rule' : 'rules'}.`;
  return {
    text: `${body}.${refused}`,
    outcome: rules > 0 ? 'refused' : isSomething ? 'physical' : 'nothing',
    counts,
    movesBetweenTenants: moves,
    leftAlone,
  };
}

/**
 * Digest of what matters to who approves: each machine with effect, forcing attributes and erase mode, each shared
 * thing that changes, what is refused, and what nobody could plan. The order of files and stacks, positions and notes are not in it, so that
 * it survives a rebase.
 */
export function digestOf(
  reviews: readonly ServerReview[],
  rows: readonly Row[],
  refusals: readonly Refusal[],
  unplanned: readonly string[],
): string {
  const forcing = (row: Row | undefined) =>
    (row?.forcing ?? []).map(({ attribute, before, after }) => [attribute, before, after]);
  const parts = [
    ...reviews.map(({ id, effect, row, erase, tenant, isAccident }) =>
      JSON.stringify([
        'server',
        id,
        effect,
        forcing(rows[row]),
        erase,
        tenant.before,
        tenant.after,
        isAccident,
      ]),
    ),
    ...rows
      .filter((row) => row.servers.length === 0)
      .map((row) => JSON.stringify(['shared', row.names, row.effect, forcing(row), row.erase])),
    ...refusals.map(({ rule, message }) => JSON.stringify(['refusal', rule, message])),
    ...unplanned.map((what) => JSON.stringify(['not planned', what])),
  ].sort();
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}
