import type { CallContext } from '../../protocol/provider.js';
import { type LabClient, ProvisionerCall, type Simulated, type Task, type WorldRequest } from '../call.js';
import { cutOff, type Operation, remaining } from '../clock.js';
import type { About } from '../resource.js';
import { exactly } from '../steps.js';
import type { IronicMetal } from './metal.js';
import { settled } from './provision-state.js';
import type { NodeRecord, ProvisionState } from './records.js';
import type { IronicWorld } from './world.js';

/** One simulated Ironic, as all connections to it share it. */
export interface SimulatedIronic extends Simulated<IronicWorld> {
  /** As a configuration's `url` names it; empty for the one that none names. */
  readonly url: string;
  readonly metal: IronicMetal;
}

/** What a configured provider works with. */
export type IronicClient = LabClient<SimulatedIronic>;

/** What a request works on. */
export interface Request extends WorldRequest<IronicWorld> {
  readonly metal: IronicMetal;
}

/** One operation of Terraform on one resource of an Ironic provider. */
export class IronicCall extends ProvisionerCall<IronicWorld, Request> {
  readonly ironic: SimulatedIronic;

  constructor(ironic: SimulatedIronic, operation: Operation, signal: AbortSignal, task: Task | null) {
    super(ironic, operation, signal, task);
    this.ironic = ironic;
  }

  protected override requestNow(): Request {
    const { world, metal } = this.ironic;
    return { world, metal, now: this.now };
  }

  /** The node of a UUID or name as it is by now. @throws {Refusal} where there is none */
  node(name: string): NodeRecord {
    return this.read(({ world, now }) => settled(world, world.node(name), now));
  }

  /**
   * Waits for a provision state, through those that lead there.
   *
   * @throws {Refusal} where the node gets elsewhere, or does not get there in time
   */
  async until(
    uuid: string,
    wanted: ProvisionState,
    through: readonly ProvisionState[],
    limitMs: number,
  ): Promise<void> {
    const look = () => {
      const { provisionState, course } = this.node(uuid);
      return { status: provisionState, endsAt: course[0]?.endsAt ?? null, steps: course[0]?.steps ?? [] };
    };
    const { name } = this.node(uuid);
    await this.await(look, wanted, through, limitMs, name === null ? {} : { machine: name });
  }

  /** Lets time pass until the present state of a node ends, and no longer than a deadline. */
  async throughState(uuid: string, deadline: number): Promise<void> {
    const { provisionState: status, course, name } = this.node(uuid);
    const [stage] = course;
    const until = stage?.endsAt ?? null;
    const subject = name === null ? {} : { machine: name };
    const { now: at } = this;
    this.ironic.events.add({ type: 'status', at, request: 'status', subject, refused: null, status, until });
    const left = until === null ? [] : remaining(stage?.steps ?? [], until - at);
    const isInTime = until !== null && until <= deadline;
    await this.spend(isInTime ? left : cutOff(left, deadline - at));
  }

  /** Lets the provider wait, e.g. between two tries. */
  pause(milliseconds: number): Promise<void> {
    return this.spend([{ name: 'pause', ...exactly(milliseconds) }]);
  }
}

/** Operations on one node follow each other, whether Terraform knows it by its name or its UUID. */
export async function startCall(
  { client, signal }: CallContext<IronicClient>,
  { machine: node, doing, names }: About,
): Promise<IronicCall> {
  const { simulated, run } = client;
  const known = node === null ? undefined : simulated.world.store.get('nodes', node);
  const machine = known?.name ?? node;
  return new IronicCall(simulated, await run.begin(machine, names), signal, doing && { ...doing, machine });
}
