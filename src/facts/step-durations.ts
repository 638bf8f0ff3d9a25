import { durationFigures } from './durations.js';
import type { Mark } from './figure.js';

/** How long a step takes: where all goes well, as a rule, and on a slow day. */
export interface DurationFigure {
  readonly low: number;
  readonly typical: number;
  readonly high: number;
  readonly unit: DurationUnit;
  readonly mark: Mark;
  readonly source: string;
}

/** Milliseconds of a unit of time. What comes after the slash is what it counts for. */
export const durationUnits = {
  s: 1000,
  min: 60_000,
  'min/TiB': 60_000,
  's/GB': 1000,
  's/disk': 1000,
  'min/disk': 60_000,
} as const;
export type DurationUnit = keyof typeof durationUnits;

const {
  selfTest,
  selfTestPerTiB,
  selfTestManyGpus,
  networkBoot,
  imageWrite,
  firstBoot,
  inspection,
  quickErase,
  overwriteNvme,
  overwriteSsd,
  overwriteHdd,
} = durationFigures;

/** Slowest hardware tests that MAAS runs by default; the other part of `inspection` is its scripts. */
const slowTests = 5;

const general = (low: number, typical: number, slow: { value: number; unit: string; source: string }) =>
  ({ low, typical, high: slow.value, unit: slow.unit, mark: 'M', source: slow.source }) as DurationFigure;

/** Sustained writes in MB/s, as seconds for a GB. The slowest is the figure that time limits are made from. */
const written = (fast: number, usual: number, slow: { value: number; source: string }) =>
  ({
    low: 1000 / fast,
    typical: 1000 / usual,
    high: 1000 / slow.value,
    unit: 's/GB',
    mark: 'M',
    source: slow.source,
  }) as const;

const measured = (low: number, typical: number, high: number, source: string) =>
  ({ low, typical, high, unit: 's', mark: 'V', source }) as const;

/**
 * What each step on the metal takes. The high ends are the figures that time limits are made from
 * (`durationFigures`), so that the lab never calls slow what a time limit allows for.
 */
export const stepDurations = {
  selfTest: general(2, 3, selfTest),
  selfTestPerTiB: general(1, 2, selfTestPerTiB),
  selfTestManyGpus: general(1, 3, selfTestManyGpus),
  networkBoot: general(1, 2, networkBoot),
  inspection: {
    low: 2,
    typical: 4,
    high: inspection.value - slowTests,
    unit: 'min',
    mark: 'M',
    source: 'the commissioning scripts of MAAS; package downloads take most of it',
  },
  hardwareTests: {
    low: 1,
    typical: 2,
    high: slowTests,
    unit: 'min',
    mark: 'M',
    source: 'smartctl-validate on each disk, the only test that MAAS runs by default',
  },
  imageWrite: general(2, 4, imageWrite),
  firstBoot: general(1, 3, firstBoot),
  overwriteNvme: written(4000, 2000, overwriteNvme),
  overwriteSsd: written(500, 400, overwriteSsd),
  overwriteHdd: written(250, 160, overwriteHdd),
  secureErase: {
    low: 2,
    typical: 10,
    high: 120,
    unit: 's/disk',
    mark: 'M',
    source: 'NVMe format or ATA secure erase of a self-encrypting drive; one that has none is overwritten',
  },
  quickErase: general(0.1, 0.2, quickErase),
  powerOff: {
    low: 5,
    typical: 15,
    high: 60,
    unit: 's',
    mark: 'M',
    source: 'soft off by the BMC, or the driver gives up and cuts the power',
  },
  firstPoll: measured(10, 10, 12, 'the provider looks first after 10 s: no machine or instance took less'),
  answer: measured(1, 2, 5, 'a change in place took 2 to 5 s on MAAS 3.5.13'),
  answerMachine: measured(1, 3, 9, 'a machine took 11 to 19 s at parallelism 10, 10 of them the first poll'),
  answerInstance: measured(1, 3, 14, 'an instance took 11 to 12 s alone and 24 at parallelism 30'),
  answerNic: measured(2, 3, 4, '60 machines with 2 NICs each at parallelism 10'),
  answerBond: measured(4, 5, 6, '60 machines with a bond each at parallelism 10'),
  answerLink: measured(4, 5, 7, '60 machines with a link each at parallelism 10'),
} as const satisfies Readonly<Record<string, DurationFigure>>;

/** Name of a figure. */
export type StepFigure = keyof typeof stepDurations;

/** Which figure says how long the requests of a resource type take; `answer` for all others. */
export const answerFigures: Readonly<Record<string, StepFigure>> = {
  maas_machine: 'answerMachine',
  maas_instance: 'answerInstance',
  maas_network_interface_physical: 'answerNic',
  maas_network_interface_vlan: 'answerNic',
  maas_network_interface_bond: 'answerBond',
  maas_network_interface_bridge: 'answerBond',
  maas_network_interface_link: 'answerLink',
};
