import type { Definition } from '../../src/definition/definition.js';
import { isMap } from '../../src/definition/raw.js';
import { type Edit, type Place, placeOf, presetClusters, valueAt } from './edit.js';
import type { Field } from './fields.js';
import type { Spec } from './spec.js';
import { specs } from './specs.js';

/** One change of a field, with names in place of `*`. */
export interface Change {
  readonly says: string;
  readonly path: string;
  readonly edits: readonly Edit[];
  /** What the definition says instead before it. */
  readonly before: readonly Edit[];
  /** A name that becomes another wherever it stands, in place of edits. */
  readonly rename?: readonly [from: string, to: string];
}

/** Names that stand for `*`, by the map that they are in. The longest that fits counts. */
const names: Readonly<Record<string, string>> = {
  clusters: 'train',
  'clusters.*.pools': 'accel',
  'clusters.*.pools.*.networks': 'core',
  'clusters.*.pools.*.kernel.sysctl': 'vm.swappiness',
  'clusters.*.pools.*.storage.raid': '0',
  'clusters.*.pools.*.mig.layout': '0',
  'clusters.*.pools.*.mig.layout.*.slices': '1g.10gb',
  'clusters.*.workloadTenants': 'chat',
  'clusters.*.workloadTenants.*.quota.slices': '1g.10gb',
  'presets.shared-inference.mig.layout': '0',
  'presets.shared-inference.mig.layout.*.slices': '1g.10gb',
  'presets.shared-inference.workloadTenants': 'chat',
  'presets.shared-inference.workloadTenants.*.quota.slices': '1g.10gb',
  'clusters.*.acknowledge': '0',
  hardware: 'gpu-node',
  'hardware.*.nics': 'eno2',
  'hardware.*.disks': 'system',
  'hardware.*.sources': '*',
  acknowledge: '0',
  credentials: 'gpu-bmc',
  deployments: '0',
  fabrics: 'servers',
  images: 'jammy',
  machines: 'gpu-02',
  'machines.*.nics': 'eno2',
  'machines.*.overrides.nics': 'eno2',
  'machines.*.overrides.disks': 'system',
  modules: 'hall',
  networks: 'core',
  'networks.*.subnets': 'host-net',
  'networks.*.subnets.*.ranges': 'hosts',
  'provisioner.settings': 'auto_vlan_creation',
  racks: 'r02',
  'racks.*.feeds': 'left',
  sharedServices: 'operations',
  tenants: 'research',
  vlanPools: 'numbers',
  zones: 'east',
};

/** Maps whose names are references to what is defined elsewhere, or keys of somebody else. */
const foreign =
  /^(acknowledge|deployments|.*\.(acknowledge|raid|sources|settings|sysctl|nics|disks|layout|slices)|.*pools\.\*\.networks)\.\*$/;

/** What is changed of a field, and why it cannot be changed alone where it cannot. */
export function changesOf(
  field: Field,
  definition: Definition,
): { readonly changes: readonly Change[]; readonly reason?: string } {
  const spec: Spec = specs[field.path] ?? {};
  const path = filled(field.path, spec.names ?? {});
  const place = placeOf(path);
  const before = spec.before ?? [];
  const told = (spec.values ?? []).map((one) => ({ ...valueChange(one, path, place), before }));
  const others = (spec.others ?? []).map(({ names: own, ...one }) => {
    const there = own === undefined ? path : filled(field.path, own);
    return valueChange(one, there, placeOf(there));
  });
  const automatic = spec.values === undefined ? automaticChanges(field, definition, path, place) : [];
  const changes = [...automatic, ...told, ...others];
  if (changes.length === 0 && spec.reason === undefined) throw new Error(`${field.path} is not changed`);
  return { changes, ...(spec.reason === undefined ? {} : { reason: spec.reason }) };
}

/** A path with names in place of `*`; a name may hold dots, so a list of steps. */
function filled(pattern: string, own: Readonly<Record<string, string>>): Place {
  const steps = pattern.split('.');
  return steps.map((step, index) => {
    if (step !== '*') return step;
    const map = steps.slice(0, index).join('.');
    const name = own[map] ?? names[map];
    if (name === undefined) throw new Error(`nothing is said to stand for * in ${map}.*`);
    return name;
  });
}

function valueChange(one: NonNullable<Spec['values']>[number], path: Place, place: Place): Change {
  const { value, says = `to ${short(value)}`, also = [] } = one;
  const own = 'value' in one ? [{ place, value }] : [];
  return { says, path: pathFor(path), edits: [...own, ...also], before: [] };
}

/** As `explain` names it: options stand in the cluster that takes the preset. */
function pathFor(path: Place): string {
  const [kind, name = '', ...rest] = path;
  return (kind === 'presets' ? ['clusters', presetClusters[name] ?? name, 'options', ...rest] : path).join(
    '.',
  );
}

function short(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function automaticChanges(
  field: Field,
  definition: Definition,
  path: Place,
  place: Place,
): readonly Change[] {
  const at = pathFor(path);
  const value = valueAt(definition, place);
  const set = (next: unknown): Change => ({
    says: `to ${short(next)}`,
    path: at,
    edits: [{ place, value: next }],
    before: [],
  });
  if (field.kind === 'names') {
    const name = path.at(-1) ?? '';
    const out: Change = { says: 'left out', path: at, edits: [{ place, value: undefined }], before: [] };
    const rename: Change = { says: 'renamed', path: at, edits: [], before: [], rename: [name, `${name}-b`] };
    if (value === undefined) return [];
    return foreign.test(field.path) ? [out] : [out, rename];
  }
  if (field.values.length > 0) return field.values.filter((one) => one !== value).map(set);
  if (typeof value === 'number') return [set(value + 1)];
  // Of text that says nothing of its form only a spec knows another.
  const isFree =
    typeof value === 'string' && /(description|model|manufacturer|comment|source)$/.test(field.path);
  return isFree && !isMap(value) ? [{ ...set(`${value}, changed`), says: 'another text' }] : [];
}
