import {
  type Action,
  EFFECTS,
  type Effect,
  type EffectRow,
  type EffectTable,
  type TypeEffects,
} from './effect-table.js';
import { nullProvider, terraformBuiltin } from './providers/builtin.js';
import { builtinEffects, nullEffects } from './providers/builtin-effects.js';
import { ironicProviders } from './providers/ironic.js';
import {
  DEFAULT_IRONIC_DIALECT,
  type IronicDialect,
  whyIronicProviderRefused,
} from './providers/ironic-dialects.js';
import { ironicEffects } from './providers/ironic-effects.js';
import { maasProviderOf } from './providers/maas.js';
import { maasEffects } from './providers/maas-effects.js';
import { olderMaasEffects } from './providers/maas-older-effects.js';
import type { BlockSchema, ProviderFacts } from './providers/provider-facts.js';
import { isOlderMaasProvider, whyMaasProviderRefused } from './providers/supports.js';

/** A change to look up. */
export interface EffectQuery {
  readonly provisioner: 'maas' | 'ironic' | 'dry-run';
  /**
   * Which provider of Ironic.
   *
   * @default - `openshift-metal3`
   */
  readonly dialect?: IronicDialect;
  /** Version of the provisioner's Terraform provider, e.g. `2.8.0`; of no account for the dry run. */
  readonly providerVersion: string;
  readonly resourceType: string;
  readonly action: Action;
  /**
   * Dotted path of the attribute that changes, with or without indexes (`deploy_params.0.user_data`).
   *
   * @default - what the action does to the resource as a whole
   */
  readonly attribute?: string;
}

/** What a change does to servers, and how that is known. */
export interface PhysicalEffect extends EffectRow {
  /** `stated`: a row of the table. `derived`: from schema and behaviour of the provider. `missing`: not known. */
  readonly basis: 'stated' | 'derived' | 'missing';
}

/** Position of an effect in the order of `EFFECTS`: the higher, the more it does. */
export function effectRank(effect: Effect): number {
  return EFFECTS.indexOf(effect);
}

/** The one of several effects that does most; `nothing` of none. */
export function worstEffect(effects: Iterable<Effect>): Effect {
  let worst: Effect = 'nothing';
  for (const effect of effects) if (effectRank(effect) > effectRank(worst)) worst = effect;
  return worst;
}

/** The physical effect of one change of one resource. Answers `unknown` where no fact is there, never less. */
export function effectOf(query: EffectQuery): PhysicalEffect {
  const { providerVersion, resourceType, action } = query;
  const refused = whyRefused(query);
  if (refused !== undefined)
    return missing(`no facts for provider version ${providerVersion}: it ${refused}`);
  const known = factsOf(query);
  if (known === undefined) return missing(`no facts for ${resourceType}`);
  const { effects, facts } = known;
  if (action === 'create') return { ...effects.create, basis: 'stated' };
  if (action === 'delete') return { ...effects.delete, basis: 'stated' };
  if (action === 'replace') return replaceEffect(effects);
  const path = (query.attribute ?? '').replaceAll(/\[[^\]]*\]|\.\d+(?=\.|$)/g, '');
  return path === ''
    ? { ...effects.update, basis: 'stated' }
    : updateEffect(resourceType, path, effects, facts);
}

function missing(note: string): PhysicalEffect {
  return { effect: 'unknown', note, basis: 'missing' };
}

function whyRefused({ provisioner, dialect, providerVersion }: EffectQuery): string | undefined {
  if (provisioner === 'maas') return whyMaasProviderRefused(providerVersion);
  return provisioner === 'ironic'
    ? whyIronicProviderRefused(dialect ?? DEFAULT_IRONIC_DIALECT, providerVersion)
    : undefined;
}

function tablesOf({
  provisioner,
  dialect = DEFAULT_IRONIC_DIALECT,
  providerVersion,
}: EffectQuery): readonly [EffectTable, ProviderFacts] {
  if (provisioner === 'maas') {
    const effects = isOlderMaasProvider(providerVersion) ? olderMaasEffects : maasEffects;
    return [effects, maasProviderOf(providerVersion)];
  }
  return provisioner === 'ironic'
    ? [ironicEffects[dialect], ironicProviders[dialect]]
    : [nullEffects, nullProvider];
}

function factsOf(
  query: EffectQuery,
): { readonly effects: TypeEffects; readonly facts: ProviderFacts } | undefined {
  const { resourceType } = query;
  const own = tablesOf(query);
  for (const [table, facts] of [own, [builtinEffects, terraformBuiltin] as const]) {
    const effects = table[resourceType];
    if (effects !== undefined) return { effects, facts };
  }
  return undefined;
}

/** Deletion and creation together: the worse effect in each situation. */
function replaceEffect(effects: TypeEffects): PhysicalEffect {
  if (effects.replace !== undefined) return { ...effects.replace, basis: 'stated' };
  const { create, delete: removal } = effects;
  const effect = worstEffect([removal.effect, create.effect]);
  const deployed = worstEffect([
    removal.whenDeployed ?? removal.effect,
    create.whenDeployed ?? create.effect,
  ]);
  const inUse = worstEffect([removal.whenInUse ?? removal.effect, create.effect]);
  const hazard = removal.hazard ?? create.hazard;
  return {
    effect,
    ...(deployed === effect ? {} : { whenDeployed: deployed }),
    ...(inUse === effect ? {} : { whenInUse: inUse }),
    ...(hazard === undefined ? {} : { hazard }),
    note: `removed and made again: ${removal.note}; then ${create.note}`,
    basis: 'derived',
  };
}

function updateEffect(
  resourceType: string,
  path: string,
  effects: TypeEffects,
  facts: ProviderFacts,
): PhysicalEffect {
  const ancestors = path.split('.').map((_, index, steps) => steps.slice(0, steps.length - index).join('.'));
  for (const ancestor of ancestors) {
    const row = effects.attributes?.[ancestor];
    if (row !== undefined) return { ...row, basis: 'stated' };
  }
  const block = facts.schema.resources[resourceType]?.block;
  const behaviour = facts.behaviour[resourceType];
  const access = block === undefined ? undefined : accessOf(block, path.split('.'));
  if (access === undefined) return missing(`${resourceType} has no attribute ${path}`);
  if (path === 'timeouts' || path.startsWith('timeouts.')) {
    return { effect: 'nothing', note: 'how long Terraform waits', basis: 'derived' };
  }
  if (access === 'read' || path === 'id') {
    return { effect: 'nothing', note: 'read from the provider, never set', basis: 'derived' };
  }
  const replaces =
    behaviour?.inPlaceUpdate === false ||
    ancestors.some((a) => behaviour?.requiresReplace?.includes(a) === true);
  if (replaces) {
    const effect = replaceEffect(effects);
    return { ...effect, note: `a change of ${path} replaces: ${effect.note}`, basis: 'derived' };
  }
  return { ...effects.update, basis: 'stated' };
}

/** Whether a path can be set by a configuration; undefined where it does not exist. */
function accessOf(block: BlockSchema, steps: readonly string[]): 'set' | 'read' | undefined {
  const [name = '', ...rest] = steps;
  const nested = block.block_types?.[name];
  if (nested !== undefined) return rest.length === 0 ? 'set' : accessOf(nested.block, rest);
  const attribute = block.attributes[name];
  if (attribute === undefined) return undefined;
  return attribute.required === true || attribute.optional === true ? 'set' : 'read';
}
