import type { Store } from '../store.js';
import type { InterfaceRecord, MaasTables, MachineRecord } from './records.js';

function addressesOf({ interfaces }: Pick<MachineRecord, 'interfaces'>): readonly string[] {
  return interfaces.flatMap(({ links }) =>
    links.flatMap(({ address }) => (address === null ? [] : [address])),
  );
}

/** The indexes of a simulated MAAS. */
function indexesOf(store: Store<MaasTables>) {
  return {
    machinesByHost: store.index('machines', ({ hostname }) => [hostname]),
    /** By the MAC address of any physical NIC, or the one it boots from. */
    machinesByMac: store.index('machines', macsOf),
    /** By any address of a link. */
    machinesByAddress: store.index('machines', addressesOf),
    machinesByPower: store.index('machines', ({ powerDigest }) => [powerDigest]),
    machinesByPool: store.index('machines', ({ pool }) => [pool]),
    machinesByZone: store.index('machines', ({ zone }) => [zone]),
    machinesByDomain: store.index('machines', ({ domain }) => [domain]),
    /** By the id of a VLAN that any interface is on. */
    machinesByVlan: store.index('machines', ({ interfaces }) => [
      ...new Set(interfaces.flatMap(({ vlan }) => (vlan === null ? [] : [String(vlan)]))),
    ]),
    /** By the id of a subnet that any interface has a link to. */
    machinesBySubnet: store.index('machines', ({ interfaces }) => [
      ...new Set(interfaces.flatMap(({ links }) => links.map(({ subnet }) => String(subnet)))),
    ]),
    devicesByHost: store.index('devices', ({ hostname }) => [hostname]),
    devicesByAddress: store.index('devices', addressesOf),
    devicesByMac: store.index('devices', ({ interfaces }) => interfaces.map(({ mac }) => mac)),
    serversByMac: store.index('servers', ({ nics }) => nics.map(({ mac }) => mac)),
    serversByBmc: store.index('servers', ({ bmcAddress }) => (bmcAddress === null ? [] : [bmcAddress])),
    fabricsByName: store.index('fabrics', ({ name }) => [name]),
    vlansByFabric: store.index('vlans', ({ fabric }) => [String(fabric)]),
    /** By `<fabric id>/<vid>`. */
    vlansByNumber: store.index('vlans', ({ fabric, vid }) => [`${fabric}/${vid}`]),
    vlansBySpace: store.index('vlans', ({ space }) => (space === null ? [] : [String(space)])),
    /** Under `on`: those with DHCP. */
    vlansByDhcp: store.index('vlans', ({ dhcpOn }) => (dhcpOn ? ['on'] : [])),
    spacesByName: store.index('spaces', ({ name }) => [name]),
    subnetsByCidr: store.index('subnets', ({ cidr }) => [cidr]),
    subnetsByName: store.index('subnets', ({ name }) => [name]),
    subnetsByVlan: store.index('subnets', ({ vlan }) => [String(vlan)]),
    rangesBySubnet: store.index('ranges', ({ subnet }) => [String(subnet)]),
    poolsByName: store.index('pools', ({ name }) => [name]),
    zonesByName: store.index('zones', ({ name }) => [name]),
    domainsByName: store.index('domains', ({ name }) => [name]),
    /** Under `yes`: the one of machines that name none. */
    defaultDomain: store.index('domains', ({ isDefault }) => (isDefault ? ['yes'] : [])),
    /** By each address of a record of addresses. */
    recordsByAddress: store.index('dnsRecords', ({ type, data }) =>
      type === 'A/AAAA' ? data.split(/\s+/) : [],
    ),
    /** By the system id of a machine that has it. */
    tagsByMachine: store.index('tags', ({ machines }) => machines),
    racksByHost: store.index('rackControllers', ({ hostname }) => [hostname]),
  };
}

type Indexes = ReturnType<typeof indexesOf>;

/** The simulated MAAS with look-ups by other keys. Holds no state of its own: all is in the store. */
export class MaasWorld {
  readonly store: Store<MaasTables>;
  readonly by: Indexes;

  constructor(store: Store<MaasTables>) {
    this.store = store;
    this.by = indexesOf(store);
  }

  /** The next number of a table; numbers are never given out twice. */
  nextId(table: keyof MaasTables & string): number {
    const next = (this.store.get('counters', table)?.last ?? 0) + 1;
    this.store.put('counters', table, { last: next });
    return next;
  }

  /** A system id as MAAS gives them: six characters that cannot be taken for one another. */
  nextSystemId(): string {
    // 24^5 and a step that has no divisor in common with it, so that no id comes twice.
    let number = (this.nextId('machines') * 5_764_801) % 24 ** 5;
    let text = '';
    for (let digit = 0; digit < 5; digit += 1) {
      text += systemIdCharacters[number % 24];
      number = Math.floor(number / 24);
    }
    return `m${text}`;
  }

  /** Changes a machine that must be there. */
  updateMachine(systemId: string, change: Partial<MachineRecord>): MachineRecord {
    const machine = this.store.get('machines', systemId);
    if (machine === undefined) throw new TypeError(`there is no machine ${systemId} to change`);
    const next = { ...machine, ...change };
    this.store.put('machines', systemId, next);
    return next;
  }

  /** Changes the interfaces of a machine or a device. */
  setInterfaces(systemId: string, interfaces: readonly InterfaceRecord[]): void {
    const device = this.store.get('devices', systemId);
    if (device === undefined) this.updateMachine(systemId, { interfaces });
    else this.store.put('devices', systemId, { ...device, interfaces });
  }

  updateInterface(node: InterfaceOwner, id: number, change: Partial<InterfaceRecord>): void {
    this.setInterfaces(
      node.systemId,
      node.interfaces.map((one) => (one.id === id ? { ...one, ...change } : one)),
    );
  }

  /** A setting of the whole MAAS; what it is where nobody set it is for who asks to know. */
  setting(key: string): string | null {
    return this.store.get('settings', key)?.value ?? null;
  }
}

/** A machine or a device. */
export type InterfaceOwner = Pick<MachineRecord, 'systemId' | 'hostname' | 'interfaces'>;

const systemIdCharacters = 'abcdefghkmnpqrstwxy34678';

/** True for a text that has the form of a system id of the lab. */
export function isSystemId(text: string): boolean {
  const [first, ...rest] = text;
  return first === 'm' && rest.length === 5 && rest.every((one) => systemIdCharacters.includes(one));
}

function macsOf({ interfaces, pxeMac }: MachineRecord): readonly string[] {
  const macs = interfaces.filter(({ type }) => type === 'physical').map(({ mac }) => mac);
  return [...new Set(pxeMac === null ? macs : [pxeMac, ...macs])];
}
