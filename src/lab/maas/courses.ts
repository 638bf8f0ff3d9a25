import type { StepFigure } from '../../facts/step-durations.js';
import type { ServerDisk, ServerRecord } from '../server.js';
import { after, type Durations, exactly, type Span, type Step } from '../steps.js';
import type { Erase } from './metal.js';
import type { MachineRecord } from './records.js';

/** What servers go through, and how long it takes. */
export interface Courses {
  commission(server: ServerRecord): readonly Step[];
  deploy(server: ServerRecord): readonly Step[];
  release(machine: Pick<MachineRecord, 'powerType'>, server: ServerRecord, erase: Erase): readonly Step[];
}

const overwriting: Readonly<Record<ServerDisk['type'], StepFigure>> = {
  nvme: 'overwriteNvme',
  ssd: 'overwriteSsd',
  hdd: 'overwriteHdd',
};

/** As MAAS does it: a drive that has no secure erase is overwritten, or erased quickly where that is asked for too. */
function eraseOf(durations: Durations, disk: ServerDisk, { secure, quick }: Erase): Span {
  const overwrite = durations.span(overwriting[disk.type], disk.sizeGB);
  const fallback = quick ? durations.span('quickErase') : overwrite;
  if (!secure) return fallback;
  // Spinning disks have none, as a rule; of the others nobody can see it from here.
  if (disk.type === 'hdd') return fallback;
  const own = durations.span('secureErase');
  return { ...own, high: Math.max(own.high, fallback.high) };
}

/** Courses from figures. */
export function coursesOf(durations: Durations): Courses {
  const step = (name: string, figure: StepFigure): Step => ({ name, ...durations.span(figure) });
  const selfTest = ({ memoryMiB, gpus }: ServerRecord): Step => ({
    name: 'self test',
    ...after(
      durations.span('selfTest'),
      durations.span('selfTestPerTiB', memoryMiB / 1024 ** 2),
      durations.span('selfTestManyGpus', gpus >= 4 ? 1 : 0),
    ),
  });
  const powerOff = step('power off', 'powerOff');
  const networkBoot = step('network boot', 'networkBoot');
  return {
    commission: (server) => [
      selfTest(server),
      networkBoot,
      step('inspection', 'inspection'),
      step('hardware tests', 'hardwareTests'),
    ],
    deploy: (server) => [
      selfTest(server),
      networkBoot,
      step('image write', 'imageWrite'),
      selfTest(server),
      step('first boot', 'firstBoot'),
    ],
    release: ({ powerType }, server, erase) => {
      // MAAS does not wait for what it cannot switch.
      if (powerType === 'manual') return [{ name: 'no power control', ...exactly(0) }];
      if (!erase.erase) return [powerOff];
      // One disk after another.
      const disks = after(...server.disks.map((disk) => eraseOf(durations, disk, erase)));
      return [selfTest(server), networkBoot, { name: 'erase', ...disks }, powerOff];
    },
  };
}
