import { fits } from '../scenario/chance.js';
import type { FaultOf, FaultPicker } from '../scenario/picker.js';
import type { Fault, FaultKind } from '../scenario/schema.js';
import type { ServerRecord } from '../server.js';
import type { Durations, Step } from '../steps.js';
import { type Courses, coursesOf } from './courses.js';
import type { Course, Metal } from './metal.js';
import type { MachineRecord, MachineStatus } from './records.js';

/** What the power driver says of a BMC that does not answer, by power type. */
const driverTexts: Readonly<Record<string, string>> = {
  redfish:
    'Failed talking to node BMC: Redfish request failed: TCP connection timed out: 110: Connection timed out.',
  ipmi: "Could not contact node's BMC: Connection timed out while performing power action. Check BMC configuration and connectivity and try again.",
};

/** The steps up to and with one of a name. */
function through(steps: readonly Step[], name: string): readonly Step[] {
  const last = steps.findIndex((step) => step.name === name);
  return last < 0 ? steps : steps.slice(0, last + 1);
}

function isDisk(fault: Fault, name: string): boolean {
  return fault.kind === 'disk-missing' && fits(fault.disk, name);
}

function isNic(fault: Fault, name: string): boolean {
  return fault.kind === 'nic-missing' && fits(fault.nic, name);
}

/** Asks for the faults of servers. */
class Rack {
  readonly #picker: FaultPicker;

  constructor(picker: FaultPicker) {
    this.#picker = picker;
  }

  happens(
    kind: FaultKind,
    name: string,
    { hostname: machine }: MachineRecord,
    now: number,
    applies?: (fault: Fault) => boolean,
  ): boolean {
    const occasion = { name, machine, now, ...(applies === undefined ? {} : { applies }) };
    return this.#picker.pick(kind, occasion).length > 0;
  }

  bmcIsDead(machine: MachineRecord, now: number): boolean {
    return machine.powerType !== 'manual' && this.happens('bmc-unreachable', 'bmc', machine, now);
  }

  /** Without the NIC that it boots from a server waits for the network for ever: that is no matter of a report. */
  reported(server: ServerRecord, machine: string, now: number): ServerRecord {
    const { disks, nics, bootMac } = server;
    const others = nics.filter(({ mac }) => mac !== bootMac);
    const occasion = { name: 'inspection', machine, now };
    const noDisks = this.#picker.pick('disk-missing', {
      ...occasion,
      applies: (fault) => disks.some(({ name }) => isDisk(fault, name)),
    });
    const noNics = this.#picker.pick('nic-missing', {
      ...occasion,
      applies: (fault) => others.some(({ name }) => isNic(fault, name)),
    });
    return {
      ...server,
      disks: disks.filter(({ name }) => !noDisks.some((fault) => isDisk(fault, name))),
      nics: nics.filter(({ name, mac }) => mac === bootMac || !noNics.some((fault) => isNic(fault, name))),
    };
  }
}

const ended = (steps: readonly Step[], ends: MachineStatus | null): Course => ({ steps, ends });

/** How a course goes, by the faults of a server. */
function coursesIn(rack: Rack, courses: Courses): Pick<Metal, 'commission' | 'deploy' | 'release'> {
  return {
    commission: (machine, { nics, bootMac, ...server }, now) => {
      const steps = courses.commission({ nics, bootMac, ...server });
      const happens = (kind: FaultKind, applies?: (fault: Fault) => boolean) =>
        rack.happens(kind, 'machine.commission', machine, now, applies);
      const isBootNic = (fault: Fault) => nics.some(({ name, mac }) => mac === bootMac && isNic(fault, name));
      if (happens('nic-missing', isBootNic)) return ended(through(steps, 'network boot'), null);
      if (happens('commissioning-fails')) return ended(through(steps, 'inspection'), 'Failed commissioning');
      return ended(steps, happens('test-fails') ? 'Failed testing' : 'Ready');
    },
    deploy: (machine, server, now) => {
      const steps = courses.deploy(server);
      const happens = (kind: FaultKind) => rack.happens(kind, 'machine.deploy', machine, now);
      if (rack.bmcIsDead(machine, now)) return ended([], 'Failed deployment');
      if (happens('deploy-hangs')) return ended(steps, null);
      if (happens('deploy-fails')) return ended(through(steps, 'image write'), 'Failed deployment');
      return ended(steps, 'Deployed');
    },
    release: (machine, server, erase, now) => {
      const steps = courses.release(machine, server, erase);
      const happens = (kind: FaultKind) => rack.happens(kind, 'machine.release', machine, now);
      if (machine.powerType === 'manual') return ended(steps, 'Ready');
      if (happens('release-hangs')) return ended(steps, null);
      if (erase.erase && happens('erase-fails')) return ended(through(steps, 'erase'), 'Failed disk erasing');
      return ended(steps, 'Ready');
    },
  };
}

/** Servers whose figures and faults a scenario gives. */
export function scenarioMetal(durations: Durations, picker: FaultPicker): Metal {
  const rack = new Rack(picker);
  return {
    ...coursesIn(rack, coursesOf(durations)),
    bmcProblem: (machine, now) =>
      rack.bmcIsDead(machine, now)
        ? (driverTexts[machine.powerType] ?? 'The BMC does not answer: Connection timed out.')
        : null,
    reported: (server, machine, now) => rack.reported(server, machine, now),
    hasImage: (machine, series, now) =>
      !rack.happens('image-not-found', 'machine.deploy', machine, now, (fault) => {
        const { image } = fault as FaultOf<'image-not-found'>;
        return image === undefined || fits(image, series);
      }),
  };
}
