import { NicName } from '../../definition/scalars.js';
import type { ImportedNic, PartContext } from './parts.js';
import { fittingName, uniqueName } from './words.js';

/** A port of a machine that is no BMC, before it is known what it is for. */
export interface Port {
  readonly name: string;
  readonly isEthernet: boolean;
  readonly isInfiniBand: boolean;
  /** Null where nothing says it. */
  readonly enabled: boolean | null;
  readonly mac: string | null;
  readonly gbps: number | null;
  readonly isConnected: boolean;
  readonly switch: string | null;
  readonly port: string | null;
}

/**
 * An interface name: the first given one that is allowed and free, else one as near to it as can be.
 *
 * @param taken names of the machine so far; the name is added
 */
export function portName(
  given: readonly string[],
  index: number,
  taken: Set<string>,
  context: PartContext,
): string {
  const isAllowed = (name: string): boolean => NicName.safeParse(name).success;
  const usable = given.find((name) => isAllowed(name) && !taken.has(name));
  if (usable !== undefined) return uniqueName(usable, taken, 15);
  const fitting = given.map((name) => fittingName(name, isAllowed)).find((found) => found !== undefined);
  const name = uniqueName(fitting?.name ?? `nic${index}`, taken, 15);
  context.assumed(
    'nics',
    'labels that are no interface names are shortened or numbered, as NIC.Embedded.1-1 to nic-emb-1-1',
  );
  return name;
}

/**
 * The port that boots: of the Ethernet ports with a MAC address the first with a sign, the surest sign first; where
 * there is no sign the first that is connected, else one that is enabled, else any.
 *
 * @param signs of a port that boots, the surest first
 */
export function chooseBoot<Known extends Port>(
  ports: readonly Known[],
  signs: readonly ((port: Known) => boolean)[],
  context: PartContext,
): Known | undefined {
  const candidates = ports.filter(
    ({ isEthernet, mac, enabled }) => isEthernet && mac?.length === 17 && enabled !== false,
  );
  const ranks: readonly ((port: Known) => boolean)[] = [
    ...signs,
    ({ isConnected }) => isConnected,
    ({ enabled }) => enabled === true,
    () => true,
  ];
  for (const [rank, isOfRank] of ranks.entries()) {
    const [first, ...others] = candidates.filter(isOfRank);
    if (first === undefined) continue;
    if (candidates.length > 1 && (rank > signs.length || others.length > 0))
      context.assumed(
        'bootNic',
        'more than one port may boot; the first that is enabled and connected is taken',
      );
    return first;
  }
  context.unknown('bootNic', 'no enabled Ethernet port with a MAC address');
  return undefined;
}

/**
 * NICs with what they are for. The one that boots also carries the in-band network; an enabled Ethernet port that is
 * faster can serve storage; InfiniBand ports are rails, in their order, where they are enabled or the machine has GPUs.
 */
export function withRoles(
  ports: readonly Port[],
  boot: Port | undefined,
  hasGpus: boolean,
  context: PartContext,
): readonly ImportedNic[] {
  let rail = 0;
  return ports.map((port) => {
    const { name, mac, gbps, isInfiniBand, isEthernet, enabled } = port;
    const isRail = isInfiniBand && (enabled === true || hasGpus) && rail < 64;
    const isFaster = isEthernet && enabled === true && (gbps ?? 0) > (boot?.gbps ?? Number.POSITIVE_INFINITY);
    if (isFaster)
      context.assumed('nics.roles', 'a port that is faster than the one that boots is for storage');
    if (isRail) context.assumed('nics.roles', 'InfiniBand ports are rails, in their order');
    return {
      name,
      kind: isInfiniBand ? 'infiniband' : 'ethernet',
      gbps,
      roles: port === boot ? ['boot', 'management'] : isRail ? ['rail'] : isFaster ? ['storage'] : [],
      rail: isRail ? rail++ : null,
      mac,
      switch: port.switch,
      port: port.port,
    };
  });
}
