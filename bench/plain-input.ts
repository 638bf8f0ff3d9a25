import { InternalError } from '../src/errors.js';
import type { PortModel, SiteModel, SlotModel, StackModel } from '../src/model/types.js';
import { userData } from '../src/software/first-boot/user-data.js';

/** What the plain program is given: values only, and none that is the same for all. */
export interface PlainInput {
  readonly stacks: readonly PlainStack[];
}

export interface PlainStack {
  readonly name: string;
  readonly kind: StackModel['kind'];
  readonly stateKey: string;
  readonly cluster: string | null;
  readonly shard: number | null;
  /** Names of the stacks to wait for. */
  readonly after: readonly string[];
  readonly machines: readonly PlainMachine[];
  readonly slots: readonly PlainSlot[];
}

export interface PlainMachine {
  readonly asset: string;
  readonly bmc: string;
  readonly mac: string;
  readonly timeout: string;
}

export interface PlainSlot {
  readonly name: string;
  readonly asset: string;
  readonly pool: string;
  readonly generation: number;
  readonly fqdn: string;
  readonly kernelOptions: string;
  readonly macs: readonly [string, string];
  readonly inBand: string;
  readonly storage: string;
  readonly userData: string;
  readonly createTimeout: string;
  readonly deleteTimeout: string;
}

/**
 * Values of a fleet for the plain program, taken from its model.
 *
 * @param dependencies of each stack by name, as rackform states them
 */
export function plainInput(
  model: SiteModel,
  dependencies: Readonly<Record<string, readonly string[]>>,
): PlainInput {
  const machines = new Map(model.site.machines.map((machine) => [machine.asset, machine]));
  const slots = model.clusters.flatMap((cluster) => cluster.slots);
  return {
    stacks: model.stacks.map(({ name, kind, stateKey, cluster, shard }) => ({
      name,
      kind,
      stateKey,
      cluster,
      shard,
      after: dependencies[name] ?? [],
      machines: model.enrolments
        .filter((enrolment) => enrolment.stack === name)
        .map(({ asset, timeoutMinutes }) => {
          const machine = machines.get(asset);
          const mac = machine?.nics.find((nic) => nic.name === machine.bootNic)?.mac;
          return {
            asset,
            bmc: known(machine?.bmc.address, asset),
            mac: known(mac, asset),
            timeout: `${timeoutMinutes}m`,
          };
        }),
      slots: slots.filter((slot) => slot.stack === name).map((slot) => plainSlot(slot, model)),
    })),
  };
}

function plainSlot(slot: SlotModel, model: SiteModel): PlainSlot {
  const [port] = slot.ports;
  return {
    name: slot.name,
    asset: slot.asset,
    pool: slot.pool,
    generation: slot.generation,
    fqdn: slot.fqdn,
    kernelOptions: slot.kernel.options.join(' '),
    macs: [known(port?.nics[0]?.mac, slot.name), known(port?.nics[1]?.mac, slot.name)],
    inBand: addressOn(port, 'in-band', slot),
    storage: addressOn(port, 'storage', slot),
    // As Terraform reads it: what would begin a template is doubled.
    userData: userData(slot, model)
      .replaceAll('${', () => '$${')
      .replaceAll('%{', () => '%%{'),
    createTimeout: `${slot.deployTimeoutMinutes}m`,
    deleteTimeout: `${slot.release.timeoutMinutes}m`,
  };
}

function addressOn(port: PortModel | undefined, network: string, slot: SlotModel): string {
  return known(port?.links.find((link) => link.network === network)?.address, slot.name);
}

function known(value: string | null | undefined, of: string): string {
  if (value === null || value === undefined) throw new InternalError(`the fleet lacks a value of "${of}"`);
  return value;
}
