import type { Effect } from '../../src/facts/effect-table.js';
import { type EffectQuery, effectOf, effectRank, worstEffect } from '../../src/facts/effects.js';
import type { FieldPlan, FieldSetting } from '../../src/facts/field-effects.js';
import { IRONIC_DIALECTS, ironicDialects } from '../../src/facts/providers/ironic-dialects.js';
import { ironicEffects } from '../../src/facts/providers/ironic-effects.js';
import { MAAS_PROVIDER } from '../../src/facts/providers/supports.js';
import type { Base } from './base.js';
import type { Planned } from './plan.js';
import { assetOf, isEnrolment } from './touched.js';

/** What Terraform does, by type and action, with the effect that the table has for it. */
export function plansOf(planned: readonly Planned[], base: Base): readonly FieldPlan[] {
  const claims = new Map(base.lock.machines.map(({ asset, claim }) => [asset, claim]));
  // NICs of a server that is released in the same plan are changed between two deployments.
  const redeployed = new Set(
    planned
      .filter(({ type }) => type === 'maas_instance' || type === 'ironic_deployment')
      .map(({ stack, name }) => `${stack}/${name}`),
  );
  const isDeployed = ({ stack, type, name }: Planned): boolean => {
    if (isEnrolment(type)) return (claims.get(assetOf(name)) ?? null) !== null;
    return stack.includes('-claim-') && !redeployed.has(`${stack}/${name.split('_')[0]}`);
  };
  const groups = new Map<string, { attributes: Set<string>; found: FieldPlan }>();
  for (const one of planned) {
    const found = effectOn(one, isDeployed(one));
    const key = `${one.type} ${one.action}`;
    const known = groups.get(key);
    for (const attribute of one.attributes) known?.attributes.add(attribute);
    if (known === undefined) groups.set(key, { attributes: new Set(one.attributes), found });
    else if (isWorse(found, known.found)) known.found = found;
  }
  return [...groups.values()]
    .map(({ attributes, found }) => ({ ...found, attributes: [...attributes].sort() }))
    .sort((a, b) => effectRank(b.effect) - effectRank(a.effect) || (keyOf(a) < keyOf(b) ? -1 : 1));
}

function providerOf(type: string): Pick<EffectQuery, 'provisioner' | 'dialect' | 'providerVersion'> {
  if (type === 'null_resource') return { provisioner: 'dry-run', providerVersion: '3.2.4' };
  if (!type.startsWith('ironic_')) return { provisioner: 'maas', providerVersion: MAAS_PROVIDER.target };
  // What stands in both acts alike in both.
  const dialect = IRONIC_DIALECTS.find((name) => ironicEffects[name][type] !== undefined);
  if (dialect === undefined) throw new Error(`no dialect of Ironic has ${type}`);
  return { provisioner: 'ironic', dialect, providerVersion: ironicDialects[dialect].target };
}

const keyOf = ({ type, action }: FieldPlan) => `${type} ${action}`;

function isWorse(a: FieldPlan, b: FieldPlan): boolean {
  const rank = (plan: FieldPlan) => effectRank(plan.effect) + (plan.hazard === undefined ? 0 : 0.5);
  return rank(a) > rank(b);
}

function effectOn({ type, action, attributes }: Planned, isDeployed: boolean): FieldPlan {
  const ask = (attribute?: string) =>
    effectOf({
      ...providerOf(type),
      resourceType: type,
      action,
      ...(attribute === undefined ? {} : { attribute }),
    });
  const rows = action === 'update' ? attributes.map(ask) : [ask()];
  const found = rows.map((row): FieldPlan => {
    const deployed: Effect = isDeployed ? (row.whenDeployed ?? row.effect) : row.effect;
    // A network of a site in service is in use.
    const effect = worstEffect([deployed, row.whenInUse ?? deployed]);
    const hazard = row.hazard === 'orphans-server' && !isDeployed ? undefined : row.hazard;
    return { action, type, attributes, effect, ...(hazard === undefined ? {} : { hazard }), note: row.note };
  });
  const [first, ...rest] = found;
  if (first === undefined) throw new Error(`an update of ${type} without an attribute`);
  return rest.reduce((worst, other) => (isWorse(other, worst) ? other : worst), first);
}

/** What to make of a change of a setting, the first that fits. */
const settingNotes: readonly (readonly [path: RegExp, effect: Effect, note: string])[] = [
  [
    /^terraform\.backend\./,
    'nothing',
    'terraform init -migrate-state first, in every stack: an apply with an empty state makes all anew',
  ],
  [/^terraform\.required_providers\./, 'nothing', 'terraform init -upgrade first, in every stack'],
  [/^provider\./, 'unknown', 'another server is asked: what it does not know is planned to be made anew'],
];

export function settingsOf(paths: readonly string[]): readonly FieldSetting[] {
  return [...new Set(paths)].sort().map((path) => {
    const found = settingNotes.find(([pattern]) => pattern.test(path));
    if (found === undefined) throw new Error(`nothing is known of the setting ${path}`);
    const [, effect, note] = found;
    return { path, effect, note };
  });
}
