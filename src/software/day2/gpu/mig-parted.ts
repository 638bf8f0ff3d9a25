import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { machinesOf } from '../../../model/machines.js';
import { oncePer } from '../../../model/once.js';
import type { ClusterModel, MachineModel, MigModel, SiteModel } from '../../../model/types.js';

/** An entry of a configuration: what some GPUs of a machine are cut into. */
interface MigEntry {
  readonly devices: 'all' | readonly number[];
  readonly 'mig-enabled': boolean;
  readonly 'mig-devices'?: Readonly<Record<string, number>>;
}

/** Configurations of nvidia-mig-parted by name, and which of them each slot with NVIDIA GPUs is to have. */
export interface MigParted {
  readonly configs: Readonly<Record<string, readonly MigEntry[]>>;
  readonly slots: Readonly<Record<string, string>>;
}

/** What MIG manager of the GPU operator takes where a node has no label; its file must have it. */
const uncut = 'all-disabled';

/**
 * How the GPUs of a site are cut, for nvidia-mig-parted. Machines of a pool that are alike have one configuration,
 * whose name changes with what they are cut into and with nothing else: another name on a node cuts its GPUs anew.
 */
export const migParted = oncePer(({ site, clusters }: SiteModel): MigParted => {
  const machines = machinesOf(site);
  const configs = new Map<string, readonly MigEntry[]>([[uncut, [{ devices: 'all', 'mig-enabled': false }]]]);
  const slots = new Map<string, string>();
  for (const cluster of clusters) {
    for (const slot of cluster.slots.filter(({ isDeclared }) => isDeclared)) {
      const gpus = machines.get(slot.asset)?.hardware.gpus ?? null;
      if (gpus?.vendor !== 'nvidia' || !gpus.migCapable) continue;
      const layout = slot.mig?.layout ?? [];
      const entries = entriesOf(layout, gpus.count);
      const name = layout.length === 0 ? uncut : configName(cluster, slot.pool, gpus, entries);
      if (layout.length > 0) configs.set(name, entries);
      slots.set(slot.name, name);
    }
  }
  return { configs: Object.fromEntries(configs), slots: Object.fromEntries(slots) };
});

/** Kubernetes takes no longer value of a label. */
const LONGEST_LABEL = 63;

function configName(
  { name }: ClusterModel,
  pool: string,
  { model, count }: NonNullable<MachineModel['hardware']['gpus']>,
  entries: readonly MigEntry[],
): string {
  const gpu = model.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const full = `${name}-${pool}-${gpu}-x${count}-${digestOf(JSON.stringify(entries))}`;
  if (full.length <= LONGEST_LABEL) return full;
  const digest = digestOf(full);
  return `${full.slice(0, LONGEST_LABEL - digest.length - 1)}-${digest}`;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function entriesOf(layout: MigModel['layout'], count: number): readonly MigEntry[] {
  const cut = layout.map(
    ({ devices, instances }): MigEntry => ({
      devices: devices.length === count ? 'all' : devices,
      'mig-enabled': true,
      'mig-devices': Object.fromEntries(instances.map(({ profile, count: of }) => [profile, of])),
    }),
  );
  const named = new Set(layout.flatMap(({ devices }) => devices));
  const whole = Array.from({ length: count }, (_, index) => index).filter((index) => !named.has(index));
  return whole.length === 0 ? cut : [...cut, { devices: whole, 'mig-enabled': false }];
}

const usage = `# A machine has the configuration that the label nvidia.com/mig.config of its node names, by MIG manager of the GPU
# operator, or nvidia-mig-parted apply --selected-config. Drain it before: all that runs on its GPUs is stopped.
`;

/**
 * The configuration file of nvidia-mig-parted, which MIG manager of the GPU operator reads too, with what each slot is
 * to have as comments.
 *
 * Source of its form: NVIDIA mig-parted, api/spec/v1/spec.go (read).
 */
export function migPartedConfig(model: SiteModel): string {
  const { configs, slots } = migParted(model);
  const chosen = Object.entries(slots).map(([slot, name]) => `#   ${slot}: ${name}\n`);
  return (
    `# How GPUs of site ${model.site.name} are cut, written by rackform.\n` +
    (chosen.length === 0
      ? '# No machine in use has a GPU that can be cut.\n'
      : `${usage}${chosen.join('')}`) +
    stringify({ version: 'v1', 'mig-configs': configs }, { lineWidth: 0, aliasDuplicateObjects: false })
  );
}
