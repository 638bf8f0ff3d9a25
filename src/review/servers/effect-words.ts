import type { Effect } from '../../facts/effect-table.js';
import { type EffectQuery, effectOf, type PhysicalEffect } from '../../facts/effects.js';
import { type IronicDialect, ironicDialects } from '../../facts/providers/ironic-dialects.js';
import { MAAS_PROVIDER } from '../../facts/providers/supports.js';
import type { PlannedChange, StackPlan } from '../plan/plan-types.js';
import { type ServerEffect, serverEffects } from '../report.js';

/** What the effect table calls it, in the words of the report. */
const words: Readonly<Record<Effect, ServerEffect | null>> = {
  nothing: null,
  metadata: 'metadata',
  'recorded-not-done': 'recorded',
  network: 'network',
  'refused-at-apply': 'refused',
  'power-cycle': 'power-cycle',
  recommission: 'recommission',
  unknown: 'unknown',
  reimage: 'deploy',
  wipe: 'wipe',
};

/** Position in the order of effects: the lower, the worse. */
export function rankOf(effect: ServerEffect | null): number {
  return effect === null ? serverEffects.length : serverEffects.indexOf(effect);
}

export function worseOf(one: ServerEffect | null, other: ServerEffect | null): ServerEffect | null {
  return rankOf(one) <= rankOf(other) ? one : other;
}

type Source = Pick<EffectQuery, 'provisioner' | 'dialect' | 'providerVersion'>;

const dialectOf = new Map<string, IronicDialect>(
  Object.entries(ironicDialects).map(([dialect, { source }]) => [source, dialect as IronicDialect]),
);

/** The lowest version that a constraint lets in, as far as it names one. */
function versionOf(constraint: string | undefined): string | null {
  const named = [...(constraint ?? '').matchAll(/(?:^|,)\s*(?:~>|>=|=)?\s*v?(\d+(?:\.\d+)*[^\s,]*)/g)].map(
    ([, version]) => version ?? '',
  );
  const parts = (version: string) => version.split(/[.-]/).map((part) => Number(part) || 0);
  return (
    named.sort((one, other) => {
      const [a, b] = [parts(one), parts(other)];
      const at = a.findIndex((part, index) => part !== (b[index] ?? 0));
      return at === -1 ? 0 : (b[at] ?? 0) - (a[at] ?? 0);
    })[0] ?? null
  );
}

/** Which facts speak of a change; undefined where rackform has none of its provider. */
export function sourceOf({ provider }: PlannedChange, plan: StackPlan): Source | undefined {
  const version = versionOf(plan.providers.get(provider));
  if (provider === 'canonical/maas') {
    return { provisioner: 'maas', providerVersion: fullVersion(version ?? MAAS_PROVIDER.target) };
  }
  const dialect = dialectOf.get(provider);
  if (dialect !== undefined) {
    const providerVersion = fullVersion(version ?? ironicDialects[dialect].target);
    return { provisioner: 'ironic', dialect, providerVersion };
  }
  const isBuiltIn = provider === 'hashicorp/null' || provider === 'builtin/terraform';
  return isBuiltIn ? { provisioner: 'dry-run', providerVersion: '' } : undefined;
}

/** `2.8` is written where `2.8.0` is meant. */
function fullVersion(version: string): string {
  return /^\d+\.\d+$/.test(version) ? `${version}.0` : version;
}

/** A fleet asks the same few questions tens of thousands of times. */
const answers = new Map<string, Assessed>();

/** The effect of one change, in the words of the report. */
export interface Assessed {
  readonly effect: ServerEffect | null;
  readonly note: string;
}

/**
 * What the table says of a change, for a machine that is deployed, is not, or of which nobody knows: then the worse
 * of both.
 */
export function assess(query: EffectQuery, isDeployed: boolean | null): Assessed {
  const { provisioner, dialect, providerVersion, resourceType, action, attribute = '' } = query;
  const key = [provisioner, dialect, providerVersion, resourceType, action, attribute, isDeployed].join(' ');
  const known = answers.get(key);
  if (known !== undefined) return known;
  const found = effectOf(query);
  const answer = { effect: inSituation(found, isDeployed), note: found.note };
  answers.set(key, answer);
  return answer;
}

function inSituation(found: PhysicalEffect, isDeployed: boolean | null): ServerEffect | null {
  const free = words[found.effect];
  const used = words[found.whenDeployed ?? found.whenInUse ?? found.effect];
  const danger = hazardOf(found, isDeployed);
  const plain = isDeployed === true ? used : isDeployed === false ? free : worseOf(used, free);
  return worseOf(plain, danger);
}

/** Not known whether a server is deployed is no reason to call it safe. */
function hazardOf({ hazard }: PhysicalEffect, isDeployed: boolean | null): ServerEffect | null {
  if (hazard === undefined) return null;
  if (hazard === 'hits-other-machine') return 'unknown';
  return isDeployed === true ? 'orphan' : isDeployed === null ? 'unknown' : null;
}
