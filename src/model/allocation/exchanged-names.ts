import type { Issue } from '../../errors.js';
import type { Lock, LockMachine } from '../lock/lock-types.js';
import type { MachineModel, SiteInventory } from '../types.js';
import type { FitInput } from './fit-input.js';

/** Where one name was shifted to another server, many were. */
const mostListed = 3;

/**
 * Machines in service that have the boot NIC of another machine in service: rows of the inventory that were shifted or
 * sorted in one column only. A NIC that was replaced by a new one is none of them.
 */
export function exchangedNames(
  { site, context }: FitInput,
  { machines, site: name }: Lock,
): readonly Issue[] {
  const owners = new Map(
    machines.flatMap(({ asset, bootMac }) =>
      bootMac !== null && context.isMachineInService(asset) ? [[bootMac, asset] as const] : [],
    ),
  );
  const known = new Set(owners.values());
  const now = new Map(site.machines.map((machine) => [machine.asset, bootMacOf(machine)]));
  const moved = site.machines.flatMap(({ asset }) => {
    const mac = now.get(asset) ?? null;
    const owner = mac === null ? undefined : owners.get(mac);
    // Where both have the address it is there twice, which a rule of the inventory says.
    const isMoved = owner !== undefined && owner !== asset && known.has(asset) && now.get(owner) !== mac;
    return isMoved && now.has(owner) ? [{ asset, mac: mac ?? '', owner }] : [];
  });
  const [first, ...others] = moved;
  if (first === undefined) return [];
  const nic = site.machines.find(({ asset }) => asset === first.asset)?.bootNic ?? '';
  return [
    {
      code: 'lock/machine-exchanged',
      severity: 'error',
      message: `machine ${first.asset} has boot MAC ${first.mac}, which is that of ${first.owner} in the lock: one server took the name of another while the provisioner knows both`,
      at: { document: `site/${name}`, path: ['machines', first.asset, 'nics', nic, 'mac'] },
      hint: 'put the rows of the inventory back; where a NIC really went from one server to the other, lock once with the new NIC of the one before the other gets its old one',
      ...(others.length === 0 ? {} : { follows: listed(others) }),
    },
  ];
}

function listed(others: readonly { readonly asset: string; readonly owner: string }[]): readonly string[] {
  const shown = others
    .slice(0, mostListed)
    .map(({ asset, owner }) => `machine ${asset} has that of ${owner}`);
  return others.length > mostListed
    ? [...shown, `and so it is for ${others.length - mostListed} more`]
    : shown;
}

/** The machines of a lock with the addresses that the inventory gives them; what it does not know stays. */
export function withBootMacs(machines: readonly LockMachine[], site: SiteInventory): readonly LockMachine[] {
  const now = new Map(site.machines.map((machine) => [machine.asset, bootMacOf(machine)]));
  return machines.map((machine) => ({ ...machine, bootMac: now.get(machine.asset) ?? machine.bootMac }));
}

function bootMacOf({ bootNic, nics }: MachineModel): string | null {
  return nics.find(({ name }) => name === bootNic)?.mac ?? null;
}
