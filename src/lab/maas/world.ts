import type { ServerRecord } from '../server.js';
import type { Index, Store } from '../store.js';
import type {
  FabricRecord,
  InterfaceRecord,
  MaasTables,
  MachineRecord,
  SubnetRecord,
  VlanRecord,
} from './records.js';

/** The simulated MAAS with look-ups by other keys. Holds no state of its own: all is in the store. */
export class MaasWorld {
  readonly store: Store<MaasTables>;
  readonly machinesByHost: Index<MachineRecord>;
  /** By the MAC address of any physical NIC, or the one it boots from. */
  readonly machinesByMac: Index<MachineRecord>;
  /** By any address of a link. */
  readonly machinesByAddress: Index<MachineRecord>;
  readonly machinesByPower: Index<MachineRecord>;
  readonly machinesByPool: Index<MachineRecord>;
  readonly serversByMac: Index<ServerRecord>;
  readonly fabricsByName: Index<FabricRecord>;
  /** By `<fabric id>/<vid>`. */
  readonly vlansByNumber: Index<VlanRecord>;
  readonly subnetsByCidr: Index<SubnetRecord>;

  constructor(store: Store<MaasTables>) {
    this.store = store;
    this.machinesByHost = store.index('machines', ({ hostname }) => [hostname]);
    this.machinesByMac = store.index('machines', macsOf);
    this.machinesByAddress = store.index('machines', ({ interfaces }) =>
      interfaces.flatMap(({ links }) => links.flatMap(({ address }) => (address === null ? [] : [address]))),
    );
    this.machinesByPower = store.index('machines', ({ powerDigest }) => [powerDigest]);
    this.machinesByPool = store.index('machines', ({ pool }) => [pool]);
    this.serversByMac = store.index('servers', ({ nics }) => nics.map(({ mac }) => mac));
    this.fabricsByName = store.index('fabrics', ({ name }) => [name]);
    this.vlansByNumber = store.index('vlans', ({ fabric, vid }) => [`${fabric}/${vid}`]);
    this.subnetsByCidr = store.index('subnets', ({ cidr }) => [cidr]);
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

  updateInterface(machine: MachineRecord, id: number, change: Partial<InterfaceRecord>): MachineRecord {
    return this.updateMachine(machine.systemId, {
      interfaces: machine.interfaces.map((one) => (one.id === id ? { ...one, ...change } : one)),
    });
  }
}

const systemIdCharacters = 'abcdefghkmnpqrstwxy34678';

function macsOf({ interfaces, pxeMac }: MachineRecord): readonly string[] {
  const macs = interfaces.filter(({ type }) => type === 'physical').map(({ mac }) => mac);
  return [...new Set(pxeMac === null ? macs : [pxeMac, ...macs])];
}
