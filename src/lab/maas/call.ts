import { type CallContext, ProviderCrash } from '../../protocol/provider.js';
import { type LabClient, ProvisionerCall, type Simulated, type Task, type WorldRequest } from '../call.js';
import type { Operation, Run } from '../clock.js';
import { Refusal } from '../refusal.js';
import type { About } from '../resource.js';
import { settled } from './machine-status.js';
import type { Metal } from './metal.js';
import type { MachineRecord, MachineStatus } from './records.js';
import { isSystemId, type MaasWorld } from './world.js';

/** One simulated MAAS, as all connections to it share it. */
export interface SimulatedMaas extends Simulated<MaasWorld> {
  /** As a configuration's `api_url` names it; empty for the one that none names. */
  readonly url: string;
  /** e.g. `3.5`. */
  readonly serverVersion: string;
  readonly metal: Metal;
}

/** What a configured provider works with. */
export type MaasClient = LabClient<SimulatedMaas>;

/** What a request works on. */
export interface Request extends WorldRequest<MaasWorld> {
  readonly metal: Metal;
}

/** Runs of Terraform whose provider has crashed. */
const crashed = new WeakMap<Run, ProviderCrash>();

/** One operation of Terraform on one resource of the MAAS provider. */
export class MaasCall extends ProvisionerCall<MaasWorld, Request> {
  readonly maas: SimulatedMaas;
  readonly #run: Run;

  constructor(maas: SimulatedMaas, run: Run, operation: Operation, signal: AbortSignal, task: Task | null) {
    super(maas, operation, signal, task);
    this.maas = maas;
    this.#run = run;
  }

  /** Where the real provider crashes: nothing of this run of Terraform is answered any more. */
  crash(why: string): ProviderCrash {
    const crash = new ProviderCrash(why);
    crashed.set(this.#run, crash);
    return crash;
  }

  protected override requestNow(): Request {
    const { world, metal } = this.maas;
    return { world, metal, now: this.now };
  }

  /** The machine of a system id, host name or FQDN. @throws {Refusal} where there is none */
  machine(name: string): MachineRecord {
    return this.read((request) => findMachine(request, name));
  }

  /**
   * Waits for a state as the provider does: through the states that lead there, and no longer than its time limit.
   *
   * @throws {Refusal} where the machine gets elsewhere, or does not get there in time
   */
  async until(
    systemId: string,
    wanted: MachineStatus,
    through: readonly MachineStatus[],
    limitMs: number,
  ): Promise<void> {
    const look = () => {
      const { status, transition } = this.machine(systemId);
      return { status, endsAt: transition?.at ?? null, steps: transition?.steps ?? [] };
    };
    const { low, typical, high } = this.maas.durations.span('firstPoll');
    const soonest = this.now + typical;
    await this.await(look, wanted, through, limitMs, { machine: this.machine(systemId).hostname });
    // The provider does not look before.
    if (this.now < soonest)
      await this.spend([{ name: 'first poll', low, typical: soonest - this.now, high }]);
  }
}

/**
 * By system id, host name or FQDN, as it is by now.
 *
 * @throws {Refusal} where there is none: 404 for a system id, whose things are then gone from a state; of a name the
 * provider only says that it did not find it, and every plan fails
 */
export function findMachine({ world, metal, now }: Request, name: string): MachineRecord {
  const byId = world.store.get('machines', name);
  const [host] = name.split('.');
  const found =
    byId ??
    world.by.machinesByHost
      .get(host ?? '')
      .find((machine) => name === machine.hostname || name === `${machine.hostname}.${machine.domain}`);
  if (found === undefined) {
    throw new Refusal(`machine (${name}) not found`, isSystemId(name) ? { status: 404 } : {});
  }
  return settled(world, metal, found, now);
}

/** Operations on one machine follow each other, however Terraform names it. */
export async function startCall(
  { client, signal }: CallContext<MaasClient>,
  { machine: name, doing, names }: About,
): Promise<MaasCall> {
  const { simulated: maas, run } = client;
  const machine = name === null ? null : hostOf(maas.world, name);
  const operation = await run.begin(machine, names);
  const crash = crashed.get(run);
  if (crash !== undefined) {
    operation.end();
    throw crash;
  }
  return new MaasCall(maas, run, operation, signal, doing && { ...doing, machine });
}

/** Host name of a machine by its system id, host name or FQDN. */
function hostOf(world: MaasWorld, name: string): string {
  const [host = name] = name.split('.');
  const known = world.store.get('machines', name) ?? world.by.machinesByHost.get(host)[0];
  return known?.hostname ?? name;
}
