import type { ServerRecord } from '../server.js';
import { inspect } from './inspection.js';
import type { Course, Metal } from './metal.js';
import type { MachineRecord, MachineStatus, TransitionRecord } from './records.js';
import type { MaasWorld } from './world.js';

type Ending = (world: MaasWorld, metal: Metal, machine: MachineRecord, at: number) => Partial<MachineRecord>;

/** What becomes of a machine when a state ends well, by that state. */
const endings: Partial<Record<MachineStatus, Ending>> = {
  Commissioning: inspect,
  Deploying: (world, _metal, machine) => {
    leave(world, machine, 'data');
    return {};
  },
  Releasing: letGo,
  'Disk erasing': (world, metal, machine) => {
    // Without power control nobody started the server, and nothing was erased.
    if (machine.powerType !== 'manual') leave(world, machine, 'nothing');
    return letGo(world, metal, machine);
  },
};

/** What the next tenant of a server would find on its disks. */
function leave(world: MaasWorld, { server: asset }: MachineRecord, remains: ServerRecord['remains']): void {
  const server = asset === null ? undefined : world.store.get('servers', asset);
  if (server !== undefined) world.store.put('servers', server.asset, { ...server, remains });
}

/** Addresses that MAAS gave at the deployment go back; static ones stay with their links. */
function letGo(_world: MaasWorld, _metal: Metal, { interfaces }: MachineRecord): Partial<MachineRecord> {
  return {
    deployment: null,
    interfaces: interfaces.map((one) => ({
      ...one,
      links: one.links.map((link) => (link.mode === 'AUTO' ? { ...link, address: null } : link)),
    })),
  };
}

/** States in which a machine may be commissioned, released and so on, as MAAS has them (3.5 `node_status`). */
export const allowedFrom: Readonly<
  Record<'commission' | 'configure' | 'allocate' | 'deploy' | 'release', readonly MachineStatus[]>
> = {
  commission: ['New', 'Failed commissioning', 'Ready', 'Broken', 'Failed testing'],
  configure: ['New', 'Ready', 'Allocated', 'Broken', 'Failed testing'],
  allocate: ['Ready'],
  deploy: ['Allocated'],
  release: [
    'Allocated',
    'Deploying',
    'Deployed',
    'Failed deployment',
    'Failed releasing',
    'Failed disk erasing',
    'Broken',
  ],
};

/** The machine as it is by now: what was under way and is over by then has ended. Writes it back where it changed. */
export function settled(world: MaasWorld, metal: Metal, machine: MachineRecord, now: number): MachineRecord {
  const { transition, status } = machine;
  if (transition === null || transition.at === null || transition.at > now) return machine;
  const isFailure = transition.to.startsWith('Failed');
  const change = isFailure ? {} : (endings[status]?.(world, metal, machine, transition.at) ?? {});
  return world.updateMachine(machine.systemId, { ...change, status: transition.to, transition: null });
}

/** What a course that begins now leads to. */
export function transitionOf({ steps, ends }: Course, now: number): TransitionRecord {
  const milliseconds = steps.reduce((sum, { typical }) => sum + typical, 0);
  return ends === null ? { to: 'Broken', at: null, steps } : { to: ends, at: now + milliseconds, steps };
}

/** When all that is under way in a MAAS has ended by itself; 0 where nothing is. */
export function lastEnd(world: MaasWorld): number {
  return Math.max(0, ...world.store.all('machines').map(({ transition }) => transition?.at ?? 0));
}

/** Sets a machine on its way. */
export function begin(
  world: MaasWorld,
  machine: MachineRecord,
  status: MachineStatus,
  transition: TransitionRecord,
  change: Partial<MachineRecord> = {},
): MachineRecord {
  return world.updateMachine(machine.systemId, { ...change, status, transition });
}
