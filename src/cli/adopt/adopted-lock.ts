import type { ParsedDefinition } from '../../definition/parse.js';
import type { FoundDeployment, FoundIds, FoundServer } from '../../inventory/adopt/found.js';
import type { AdoptedSlot } from '../../inventory/adopt/pools.js';
import { emptyLock, newMachine } from '../../model/lock/lock.js';
import type { Lock, LockSlot } from '../../model/lock/lock-types.js';
import { type Resolution, resolveParsed } from '../../model/resolve.js';
import type { PortModel } from '../../model/types.js';

/** The lock of a site that is adopted, and what the site comes to with it. */
export interface AdoptedLock {
  /** Null where the definition does not hold what is there; the resolution says why. */
  readonly lock: Lock | null;
  readonly resolution: Resolution;
}

/**
 * Decides a site as it is: every slot on the machine and with the addresses that its server has. Names of ports and
 * shards are the model's to give, so the ids of what is imported are added when it has given them.
 */
export function adoptedLock(
  parsed: ParsedDefinition,
  site: string,
  tenant: string,
  servers: readonly FoundServer[],
  slots: readonly AdoptedSlot[],
): AdoptedLock {
  const holders = new Map(slots.map(({ name, server }) => [server.machine.name, name]));
  const seed: Lock = {
    ...emptyLock(site),
    machines: servers.map(({ machine, ids }) => ({
      ...newMachine(machine.name),
      tenant: holders.has(machine.name) ? tenant : null,
      claim: holders.get(machine.name) ?? null,
      adopted: ids,
    })),
    slots: slots.map(seedSlot),
  };
  const resolution = resolveParsed(parsed, { site, lock: seed, baseLock: null });
  if (resolution.model === null || resolution.lock === null) return { lock: null, resolution };
  const deployments = new Map(slots.map(({ name, server }) => [name, server.deployed]));
  const models = new Map(
    resolution.model.clusters.flatMap((cluster) => cluster.slots.map((slot) => [slot.name, slot.ports])),
  );
  const lock = {
    ...resolution.lock,
    slots: resolution.lock.slots.map((slot) => {
      const deployed = deployments.get(slot.name);
      return deployed === undefined
        ? slot
        : { ...slot, adopted: idsOf(deployed, models.get(slot.name) ?? []) };
    }),
  };
  return { lock, resolution };
}

function seedSlot({ name, cluster, pool, number, server }: AdoptedSlot): LockSlot {
  const { deployed, machine } = server;
  const addresses = deployed.ports.flatMap(({ links }) =>
    links.flatMap(({ network, address }) => (address === null ? [] : [[network, address] as const])),
  );
  return {
    name,
    cluster,
    pool,
    number,
    asset: machine.name,
    generation: 1,
    shard: 0,
    phase: 'planned',
    addresses: Object.fromEntries(addresses),
    network: '',
    content: null,
    erase: null,
    reason: null,
    adopted: deployed.ids,
  };
}

/** Ids of the deployment, and of each NIC, bond and VLAN interface under the name that the model gives it. */
function idsOf({ ids, ports: found }: FoundDeployment, ports: readonly PortModel[]): FoundIds {
  const own = ports.flatMap((port) => {
    const names = port.nics.map((nic) => nic.name);
    const same = found.find(({ nics }) => nics.join() === [...names].sort().join());
    return [
      ...names.map((name) => [`nic/${name}`, ids[`nic/${name}`]] as const),
      ...(port.bond === null ? [] : [[`bond/${port.name}`, same?.bond?.id] as const]),
      ...port.links.map(
        ({ network }) =>
          [`vlan/${network}`, same?.links.find((link) => link.network === network)?.id] as const,
      ),
    ];
  });
  const known = [...Object.entries(ids).filter(([thing]) => !thing.startsWith('nic/')), ...own];
  return Object.fromEntries(known.flatMap(([thing, id]) => (typeof id === 'string' ? [[thing, id]] : [])));
}
