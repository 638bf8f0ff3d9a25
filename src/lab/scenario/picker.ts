import { createHash } from 'node:crypto';
import type { Events } from '../events.js';
import type { FaultPoint } from '../faults.js';
import type { FaultCount, LabMemory } from '../memory.js';
import { chance, fits } from './chance.js';
import { parseLength } from './length.js';
import type { Scenario } from './parse.js';
import type { Fault, FaultKind } from './schema.js';

/** Faults of one kind. */
export type FaultOf<K extends FaultKind> = Extract<Fault, { readonly kind: K }>;

/** How often a fault comes about where the scenario does not say. What is broken stays broken. */
const usualTimes: Readonly<Record<FaultKind, number>> = {
  'bmc-unreachable': Number.POSITIVE_INFINITY,
  'commissioning-fails': 1,
  'test-fails': 1,
  'disk-missing': Number.POSITIVE_INFINITY,
  'nic-missing': Number.POSITIVE_INFINITY,
  'image-not-found': Number.POSITIVE_INFINITY,
  'deploy-fails': 1,
  'deploy-hangs': 1,
  'erase-fails': 1,
  'release-hangs': 1,
  'api-unavailable': 1,
  'api-timeout': 1,
  'api-conflict': 1,
  'update-fails': 1,
  killed: 1,
};

/** Which requests a fault of the API is about where the scenario does not say. */
const usualRequests: Readonly<Partial<Record<FaultKind, string>>> = { 'update-fails': '*.update' };

/** What a fault is asked for. */
export interface Occasion extends FaultPoint {
  readonly now: number;
  /** A further condition on the fault, e.g. that its `disk` is one of the server. */
  readonly applies?: (fault: Fault) => boolean;
}

/**
 * Picks the faults of a scenario. What comes about depends on the seed, the machine, the request and how often it
 * was made, and not on the order in which Terraform goes through its resources.
 */
export class FaultPicker {
  readonly #scenario: Scenario;
  readonly #memory: LabMemory;
  readonly #events: Events;
  readonly #profileOf: (machine: string) => string | null;

  /** @param profileOf hardware profile of a machine by its host name */
  constructor(
    scenario: Scenario,
    memory: LabMemory,
    events: Events,
    profileOf: (machine: string) => string | null,
  ) {
    this.#scenario = scenario;
    this.#memory = memory;
    this.#events = events;
    this.#profileOf = profileOf;
    const { seed, faults } = scenario;
    memory.beginScenario(
      createHash('sha256')
        .update(JSON.stringify([seed, faults]))
        .digest('hex'),
    );
  }

  /** The faults of a kind that come about at an occasion, which is counted. */
  pick<K extends FaultKind>(kind: K, occasion: Occasion): readonly FaultOf<K>[] {
    return this.#scenario.faults.flatMap((fault, index) => {
      if (fault.kind !== kind || !this.#isAbout(fault, occasion)) return [];
      if (!this.#comesAbout(fault, index, occasion)) return [];
      const { name, machine, now } = occasion;
      const subject = machine === undefined ? {} : { machine };
      this.#events.add({ type: 'fault', at: now, request: name, subject, refused: null, fault: kind });
      return [fault as FaultOf<K>];
    });
  }

  /** When the last outage that has begun is over. */
  lastOutageEnd(): number {
    return Math.max(
      0,
      ...this.#scenario.faults.map((fault, index) => {
        const { since } = this.#memory.count(String(index));
        return since === null ? 0 : since + outageMs(fault);
      }),
    );
  }

  #isAbout(fault: Fault, { name, machine, applies }: Occasion): boolean {
    if (fault.machine !== undefined && (machine === undefined || !fits(fault.machine, machine))) return false;
    if (fault.profile !== undefined) {
      const profile = machine === undefined ? null : this.#profileOf(machine);
      if (profile === null || !fits(fault.profile, profile)) return false;
    }
    const request = ('request' in fault ? fault.request : undefined) ?? usualRequests[fault.kind];
    return (request === undefined || fits(request, name)) && applies?.(fault) !== false;
  }

  /** Counts the call, and decides. */
  #comesAbout(fault: Fault, index: number, { name, machine = '', now }: Occasion): boolean {
    const outage = outageMs(fault);
    const isCommon = fault.kind === 'killed' || outage > 0;
    const place = isCommon ? String(index) : [index, machine, name].join(' ');
    const before = this.#memory.count(place);
    const calls = before.calls + 1;
    const isNow =
      outage > 0 && before.since !== null
        ? now < before.since + outage
        : this.#isDrawn(fault, before, calls, [index, isCommon ? '' : machine, isCommon ? '' : name, calls]);
    const fired = before.fired + (isNow ? 1 : 0);
    this.#memory.setCount(place, { calls, fired, since: before.since ?? (isNow ? now : null) });
    return isNow;
  }

  #isDrawn(fault: Fault, { fired }: FaultCount, calls: number, draw: readonly (string | number)[]): boolean {
    const { call = 1 } = fault;
    const { times = null, probability = null } =
      fault.kind === 'killed' ? {} : { times: fault.times, probability: fault.probability };
    const usual =
      probability === null || probability === undefined ? usualTimes[fault.kind] : Number.POSITIVE_INFINITY;
    const most = times === 'always' ? Number.POSITIVE_INFINITY : (times ?? usual);
    if (calls < call || fired >= most) return false;
    return (
      probability === null || probability === undefined || chance(this.#scenario.seed, ...draw) < probability
    );
  }
}

/** How long an outage lasts, in milliseconds; 0 for what is no outage. */
function outageMs(fault: Fault): number {
  return fault.kind === 'api-unavailable' && fault.for !== undefined ? (parseLength(fault.for) ?? 0) : 0;
}
