import { groupBy } from './group.js';
import { machinesOf } from './machines.js';
import { byName } from './order.js';
import type { SoftwareModel } from './software-types.js';
import type { ClusterModel, MachineModel, NetworkModel, PoolModel, SiteModel, SlotModel } from './types.js';

/** One field of a resolved cluster, with its value at each site. */
export interface SiteField {
  /** E.g. `pools.gpu.image.series`; networks stand by their purpose, which is what sites have in common. */
  readonly field: string;
  /** In the order of the sites; null where a site has no such field. Slots that differ show all values. */
  readonly values: readonly (string | null)[];
  readonly differs: boolean;
}

export interface SitesDiff {
  readonly cluster: string;
  readonly sites: readonly string[];
  /** By field. */
  readonly fields: readonly SiteField[];
}

/**
 * Compares what one cluster came to at several sites, field by field: its settings, the hardware and networks it has
 * there. Machines and addresses of single slots are left out: they are never the same.
 *
 * @param models of sites at which the cluster is deployed
 */
export function diffSites(models: readonly SiteModel[], cluster: string): SitesDiff {
  const resolved = models.map((model) => fieldsOf(model, cluster));
  const names = [...new Set(resolved.flatMap((fields) => [...fields.keys()]))].sort(byName);
  return {
    cluster,
    sites: models.map(({ site }) => site.name),
    fields: names
      .map((field) => {
        const values = resolved.map((fields) => fields.get(field) ?? null);
        return { field, values, differs: new Set(values).size > 1 };
      })
      .filter(({ field, values }) => !(values.includes(null) && isOfEmptyPool(field, models, cluster))),
  };
}

/** Where a pool has no slot at a site, its count says so; what slots elsewhere have is no difference of its own. */
function isOfEmptyPool(field: string, models: readonly SiteModel[], cluster: string): boolean {
  const [kind, pool] = field.split('.');
  return (
    kind === 'pools' &&
    models.some((model) => {
      const slots = model.clusters.find(({ name }) => name === cluster)?.slots ?? [];
      return !slots.some((slot) => slot.isDeclared && slot.pool === pool);
    })
  );
}

function fieldsOf(model: SiteModel, name: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const cluster = model.clusters.find((one) => one.name === name);
  if (cluster === undefined) return fields;
  const { type, providerVersion, serverVersion } = model.site.provisioner;
  const { pools, workloadTenants, tenant, mode, preset, scheduler, software } = cluster;
  flatten(
    { site: { domain: model.site.domain, provisioner: { type, providerVersion, serverVersion } } },
    '',
    fields,
  );
  flatten({ tenant, mode, preset, scheduler }, '', fields);
  flatten(softwareFields(software), 'software', fields);
  for (const tenant of workloadTenants) {
    flatten(
      {
        namespace: tenant.namespace,
        groups: tenant.groups,
        pools: tenant.pools,
        quota: { gpus: tenant.quota.gpus, slices: tenant.quota.slices.map(instanceText) },
      },
      `workloadTenants.${tenant.name}`,
      fields,
    );
  }
  for (const pool of pools) {
    const { name: poolName, slots: __, ...settings } = pool;
    flatten(settings, `pools.${poolName}`, fields);
    for (const [field, value] of slotFields(model, cluster, pool))
      fields.set(`pools.${poolName}.${field}`, value);
  }
  return fields;
}

function softwareFields({ drivers, mounts, slurm, kubernetes, secretStore }: SoftwareModel): object {
  return {
    drivers: drivers.map((driver) =>
      driver.vendor === 'nvidia' ? `${driver.gpu} ${driver.version}` : `${driver.gpu} ROCm ${driver.rocm}`,
    ),
    mounts: mounts.map(({ path, from }) => `${path} from ${from}`),
    slurmStateDir: slurm?.stateDir ?? null,
    kubernetes: kubernetesFields(kubernetes),
    secretStore: secretStore.type,
  };
}

function kubernetesFields(kubernetes: SoftwareModel['kubernetes']): object | null {
  if (kubernetes === null) return null;
  const { nodes: _, isVirtual: __, apiHost: ___, ...settings } = kubernetes;
  return settings;
}

/** What the slots of a pool have, values that differ one after the other. */
function slotFields(model: SiteModel, cluster: ClusterModel, pool: PoolModel): ReadonlyMap<string, string> {
  const machines = machinesOf(model.site);
  const networks = new Map(model.site.networks.map((network) => [network.name, network]));
  const all = cluster.slots
    .filter((slot) => slot.isDeclared && slot.pool === pool.name)
    .flatMap((slot) => {
      const fields = new Map<string, string>();
      flatten(settingsOf(slot, machines.get(slot.asset), networks), '', fields);
      return [...fields];
    });
  return new Map(
    [...groupBy(all, ([field]) => field)].map(([field, found]) => [
      field,
      [...new Set(found.map(([, value]) => value))].sort(byName).join(' | '),
    ]),
  );
}

function settingsOf(
  slot: SlotModel,
  machine: MachineModel | undefined,
  networks: ReadonlyMap<string, NetworkModel>,
): object {
  const { image, kernel, storage, mig, release, rails, nvlink, deployTimeoutMinutes, userData } = slot;
  return {
    hardware: machine === undefined ? null : hardwareOf(machine),
    image,
    kernel: { ...kernel, sysctl: kernel.sysctl.map(({ key, value }) => `${key}=${value}`) },
    storage: {
      ...storage,
      scratch: storage.scratch === null ? null : { ...storage.scratch, disks: storage.scratch.disks.length },
    },
    mig:
      mig === null
        ? null
        : {
            strategy: mig.strategy,
            layout: mig.layout.map(
              ({ devices, instances }) =>
                `${devices.length} GPUs: ${instances.map(instanceText).join(' + ')}`,
            ),
          },
    release,
    deployTimeoutMinutes,
    userData: Object.keys(userData),
    networks: networksOf(slot, networks),
    rails: { count: rails.length, mtu: [...new Set(rails.map(({ mtu }) => mtu))] },
    nvlinkDomain: nvlink?.domain ?? null,
  };
}

function hardwareOf({ hardware: { profile, cpu, memoryGiB, gpus, disks } }: MachineModel): object {
  return {
    profile,
    cores: cpu.sockets * cpu.coresPerSocket,
    architecture: cpu.architecture,
    memoryGiB,
    gpus: gpus === null ? 'none' : `${gpus.count}x ${gpus.model}`,
    disks: disks.length,
  };
}

function networksOf(slot: SlotModel, networks: ReadonlyMap<string, NetworkModel>): object {
  const links = slot.ports.flatMap((port) => port.links.map((link) => ({ port, link })));
  return Object.fromEntries(
    links.map(({ port, link }) => {
      const network = networks.get(link.network);
      const { vid, tagged, mtu, mode, subnet, gateway, gatewayAddress, dns } = link;
      const text = {
        network: link.network,
        vlan: vid,
        vni: network?.vni ?? null,
        tagged,
        mtu,
        addressing: mode,
        subnet,
        gateway: gateway ? gatewayAddress : 'none',
        dns,
        bond: port.bond?.mode ?? 'none',
        nics: port.nics.length,
      };
      return [network?.purpose ?? link.network, text];
    }),
  );
}

function instanceText({ profile, count }: { readonly profile: string; readonly count: number }): string {
  return `${count}x ${profile}`;
}

/** Scalars by their path; a list of scalars is one value. Null and an empty list are left out. */
function flatten(value: unknown, path: string, fields: Map<string, string>): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    if (value.length > 0) fields.set(path, value.join(', '));
  } else if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value))
      flatten(inner, path === '' ? key : `${path}.${key}`, fields);
  } else fields.set(path, String(value));
}
