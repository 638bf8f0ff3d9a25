import type { EraseMode } from '../../definition/scalars.js';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../plan/json.js';
import type { KnownResource, StackPlan } from '../plan/plan-types.js';

/** Which machine and generation a slot has, as its trigger says. */
export interface SlotTrigger {
  readonly asset: string;
  readonly generation: number;
}

/** What is deployed, by the state before. */
export interface Deployment {
  readonly stack: string;
  readonly address: string;
  /** Name in the address; the slot in rackform's own stacks. */
  readonly name: string;
  readonly machine: string;
}

/** A machine, by all names that a plan has for it. */
export interface KnownMachine {
  readonly name: string;
  readonly systemId: string | null;
  readonly mac: string | null;
  /** Provision state of a node of Ironic; null where it is none, or not known. */
  readonly state: string | null;
}

export const deploymentTypes: ReadonlySet<string> = new Set(['maas_instance', 'ironic_deployment']);
export const machineTypes: ReadonlySet<string> = new Set(['maas_machine', 'ironic_node_v1', 'ironic_node']);
/** Null resources of a dry run, by what their names begin with. */
export const dryRun = { slot: 'slot_', machine: 'machine_' } as const;

/** Who is who, from the states before all plans together. */
export class Directory {
  readonly #machines = new Map<string, KnownMachine>();
  readonly #byKey = new Map<string, string>();
  readonly #deployments = new Map<string, Deployment>();
  readonly #triggers = new Map<string, JsonObject>();

  constructor(plans: readonly StackPlan[]) {
    for (const { listed } of plans) for (const [id, name] of listed) this.#add(name, id, null);
    const known = plans.flatMap((plan) => plan.known.map((one) => ({ one, isOurs: plan.isOurs })));
    for (const { one, isOurs } of known) this.#addMachine(one, isOurs);
    for (const { one } of known) {
      const input = one.values['input'];
      if (one.type === 'terraform_data' && isObject(input))
        this.#triggers.set(keyOf(one.stack, one.name), input);
    }
    for (const { one, isOurs } of known) this.#addDeployment(one, isOurs);
  }

  /** Names of all machines that the plans know of. */
  get machines(): ReadonlyMap<string, KnownMachine> {
    return this.#machines;
  }

  /** The name of a machine by its name, system id or MAC address; the word itself where nobody has it. */
  nameOf(word: string): string {
    return this.#byKey.get(word.toLowerCase()) ?? word;
  }

  machine(name: string): KnownMachine | undefined {
    return this.#machines.get(name);
  }

  /** What runs on a machine, by its name. */
  deploymentOn(machine: string): Deployment | undefined {
    return this.#deployments.get(machine);
  }

  /** Input of a `terraform_data` in the state before. */
  input(stack: string, name: string): JsonObject | undefined {
    return this.#triggers.get(keyOf(stack, name));
  }

  #add(name: string, systemId: string | null, mac: string | null, state: string | null = null): void {
    const known = this.#machines.get(name);
    const machine = {
      name,
      systemId: systemId ?? known?.systemId ?? null,
      mac: mac ?? known?.mac ?? null,
      state: state ?? known?.state ?? null,
    };
    this.#machines.set(name, machine);
    for (const key of [name, systemId, mac]) if (key !== null) this.#byKey.set(key.toLowerCase(), name);
  }

  #addMachine({ type, name, values, address }: KnownResource, isOurs: boolean): void {
    if (machineTypes.has(type))
      this.#add(
        machineNameOf(values) ?? address,
        textOf(values['id']),
        macOf(values),
        textOf(values['provision_state']),
      );
    const isDryRun = isOurs && type === 'null_resource' && name.startsWith(dryRun.machine);
    if (isDryRun) {
      const { asset } = objectOf(values['triggers']);
      this.#add(textOf(asset) ?? name.slice(dryRun.machine.length), null, null);
    }
  }

  #addDeployment({ type, stack, name, values, address }: KnownResource, isOurs: boolean): void {
    if (deploymentTypes.has(type)) {
      const trigger = triggerOf(this.input(stack, name));
      const machine = runsOn(type, values);
      const on = machine === null ? (trigger?.asset ?? null) : this.nameOf(machine);
      if (on !== null) this.#deployments.set(on, { stack, address, name, machine: on });
    } else if (isOurs && type === 'null_resource' && name.startsWith(dryRun.slot)) {
      const trigger = triggerOf(objectOf(values['triggers']));
      const slot = name.slice(dryRun.slot.length);
      if (trigger !== null) {
        this.#deployments.set(trigger.asset, { stack, address, name: slot, machine: trigger.asset });
      }
    }
  }
}

function keyOf(stack: string, name: string): string {
  return `${stack}\0${name}`;
}

/** Name of a machine or node by its own values. */
export function machineNameOf(values: JsonObject): string | null {
  return textOf(values['hostname']) ?? textOf(values['name']);
}

/** MAC address that a machine boots from. */
export function macOf(values: JsonObject): string | null {
  const [port] = listOf(values['ports']).map(objectOf);
  return textOf(values['pxe_mac_address']) ?? textOf(port?.['address']);
}

/** What a deployment says it runs on: a system id, a host name or a node. */
export function runsOn(type: string, values: JsonObject): string | null {
  if (type === 'ironic_deployment') return textOf(values['node_uuid']);
  const [params] = listOf(values['allocate_params']).map(objectOf);
  return (
    textOf(values['id']) ??
    textOf(params?.['system_id']) ??
    textOf(params?.['hostname']) ??
    textOf(values['hostname'])
  );
}

/** Asset and generation, as a trigger of rackform holds them; null where it is another. */
export function triggerOf(input: JsonObject | undefined): SlotTrigger | null {
  const asset = textOf(input?.['asset']);
  const generation = Number(input?.['generation'] ?? Number.NaN);
  return asset === null || !Number.isInteger(generation) ? null : { asset, generation };
}

/** How thoroughly a release of MAAS erases, by what the state carries. */
export function eraseOfRelease(value: unknown): EraseMode {
  const [params] = listOf(value).map(objectOf);
  if (params?.['erase'] !== true) return 'none';
  // Where a drive lacks its own erase, secure with quick falls back to quick: count the weaker.
  if (params['quick_erase'] === true) return 'quick';
  return params['secure_erase'] === true ? 'secure' : 'full';
}
