import { flagOf, needText, numberOf, textOf, textsOf } from '../../../../protocol/attributes.js';
import type { ObjectValue, Value } from '../../../../protocol/value.js';
import { Refusal } from '../../../refusal.js';
import {
  changeInterface,
  deleteInterface,
  effectiveMtu,
  findInterface,
  type InterfaceSettings,
  interfaceById,
} from '../../api/interfaces.js';
import { findMachine, type MaasCall, type Request } from '../../call.js';
import type { InterfaceRecord, MachineRecord } from '../../records.js';
import type { MaasResource } from '../../resource.js';

/** Settings that one kind of interface has for itself, by attribute, with MAAS's own defaults. */
export type OwnSettings = Readonly<Record<string, string | number | boolean>>;

/** What all kinds of interfaces may say. What is empty is not sent. */
export function interfaceSettings(planned: ObjectValue, own: OwnSettings = {}): InterfaceSettings {
  const [name, vlan, mtu] = [textOf(planned, 'name'), numberOf(planned, 'vlan'), numberOf(planned, 'mtu')];
  const [mac, tags] = [textOf(planned, 'mac_address'), textsOf(planned, 'tags')];
  const settings = Object.keys(own).flatMap((key) => {
    const value = planned[key];
    const given =
      typeof own[key] === 'number' ? numberOf(planned, key) : (flagOf(planned, key) ?? textOf(planned, key));
    return value === null || given === null || given === '' ? [] : [[key, given] as const];
  });
  return {
    ...(name ? { name } : {}),
    ...(vlan ? { vlan } : {}),
    ...(mtu ? { mtu } : {}),
    ...(mac ? { mac: mac.toLowerCase() } : {}),
    ...(tags === null ? {} : { tags }),
    settings: Object.fromEntries(settings),
  };
}

/** What of an interface is read back: parents by name, the effective MTU. */
export function interfaceValues(machine: MachineRecord, one: InterfaceRecord, own: OwnSettings = {}) {
  const { id, name, mac, tags, vlan, parents, settings } = one;
  const names = machine.interfaces.filter((other) => parents.includes(other.id)).map((other) => other.name);
  return {
    id: String(id),
    name,
    mac_address: mac,
    mtu: effectiveMtu(machine, one),
    tags,
    vlan: vlan ?? 0,
    parents: names,
    ...own,
    ...settings,
  };
}

/** A kind of interface that is made on top of others. */
interface MadeInterface {
  /** What messages about the form of an id call it. */
  readonly idWord: string;
  readonly request: string;
  readonly own: OwnSettings;
  /** Attributes that are read back. */
  readonly attributes: readonly string[];
  create(request: Request, machine: MachineRecord, planned: ObjectValue): InterfaceRecord;
  /** What an update changes besides: the parents that are given now. */
  moved?(machine: MachineRecord, planned: ObjectValue): Partial<InterfaceRecord>;
}

function readMade(call: MaasCall, kind: MadeInterface, state: ObjectValue, id: string): ObjectValue {
  const machine = call.machine(needText(state, 'machine'));
  const one = interfaceById(machine, id);
  const values: Record<string, Value> = { ...interfaceValues(machine, one, kind.own) };
  // Taken by name or id, so it is read only where nothing is known of it.
  const vlan = call.maas.world.store.get('vlans', String(one.vlan));
  values['fabric'] = textOf(state, 'fabric') ?? String(vlan?.fabric ?? '');
  values['parent'] = (values['parents'] as readonly string[])[0] ?? '';
  return Object.fromEntries(['id', ...kind.attributes].map((name) => [name, values[name] ?? null]));
}

/** Splits the id of an import; both parts must be there. */
export function splitId(id: string, separator: string, expected: string): readonly [string, string] {
  const [first = '', second = '', ...rest] = id.split(separator);
  if (first === '' || second === '' || rest.length > 0) {
    throw new Refusal(`unexpected format of ID ("${id}"), expected ${expected}`);
  }
  return [first, second];
}

/** Bonds, VLAN interfaces and bridges: made, changed and deleted in the same way. */
export function madeInterface(kind: MadeInterface): MaasResource {
  return {
    machineOf: (values) => textOf(values, 'machine'),
    create: async (planned, call) => {
      const name = needText(planned, 'machine');
      const { hostname } = call.machine(name);
      const { id } = await call.request(
        `interfaces.create_${kind.request}`,
        { machine: hostname },
        (request) => kind.create(request, findMachine(request, name), planned),
      );
      return readMade(call, kind, planned, String(id));
    },
    read: (state, call) => readMade(call, kind, state, needText(state, 'id')),
    update: async (planned, prior, call) => {
      const [name, id] = [needText(prior, 'machine'), needText(prior, 'id')];
      await call.request('interface.update', { machine: call.machine(name).hostname }, (request) => {
        const machine = findMachine(request, name);
        const settings = interfaceSettings(planned, kind.own);
        const one = changeInterface(request, machine, interfaceById(machine, id), settings);
        const moved = kind.moved?.(machine, planned);
        if (moved !== undefined) request.world.updateInterface(findMachine(request, name), one.id, moved);
      });
      return readMade(call, kind, prior, id);
    },
    delete: async (state, call) => {
      const [name, id] = [needText(state, 'machine'), needText(state, 'id')];
      await call.request('interface.delete', { machine: call.machine(name).hostname }, (request) => {
        const machine = findMachine(request, name);
        deleteInterface(request, machine, interfaceById(machine, id));
      });
    },
    import: (id) => {
      const [machine, number] = splitId(id, ':', `MACHINE:${kind.idWord}`);
      return { id: number, machine };
    },
  };
}

/** The interface below, by name, id or MAC address. */
export function parentOf(machine: MachineRecord, planned: ObjectValue): InterfaceRecord {
  return findInterface(machine, textOf(planned, 'parent') ?? '');
}
