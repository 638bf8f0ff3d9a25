import { uuidOf } from '../../protocol/uuid.js';
import { apiRefusal } from '../refusal.js';
import type { ServerRecord } from '../server.js';
import type { Index, Store } from '../store.js';
import type { AllocationRecord, IronicTables, NodeRecord, PortRecord } from './records.js';

/** The simulated Ironic with look-ups by other keys. */
export class IronicWorld {
  readonly store: Store<IronicTables>;
  readonly nodesByName: Index<NodeRecord>;
  readonly portsByNode: Index<PortRecord>;
  readonly portsByAddress: Index<PortRecord>;
  readonly allocationsByNode: Index<AllocationRecord>;
  readonly serversByMac: Index<ServerRecord>;

  constructor(store: Store<IronicTables>) {
    this.store = store;
    this.nodesByName = store.index('nodes', ({ name }) => (name === null ? [] : [name]));
    this.portsByNode = store.index('ports', ({ node }) => [node]);
    this.portsByAddress = store.index('ports', ({ address }) => [address]);
    this.allocationsByNode = store.index('allocations', ({ node }) => (node === null ? [] : [node]));
    this.serversByMac = store.index('servers', ({ nics }) => nics.map(({ mac }) => mac));
  }

  /** A UUID that the table has not seen. */
  nextUuid(table: keyof IronicTables & string): string {
    const last = (this.store.get('counters', table)?.last ?? 0) + 1;
    this.store.put('counters', table, { last });
    return uuidOf('ironic', table, String(last));
  }

  updateNode(uuid: string, change: Partial<NodeRecord>): NodeRecord {
    const node = this.store.get('nodes', uuid);
    if (node === undefined) throw new TypeError(`there is no node ${uuid} to change`);
    const next = { ...node, ...change };
    this.store.put('nodes', uuid, next);
    return next;
  }

  /** By UUID or name. @throws {Refusal} where there is none */
  node(name: string): NodeRecord {
    const found = this.store.get('nodes', name) ?? this.nodesByName.get(name)[0];
    if (found === undefined) throw apiRefusal(404, `Node ${name} could not be found.`);
    return found;
  }
}
