import type { CallContext } from '../protocol/provider.js';
import type { IronicApi, Limits } from './api/client.js';
import { Collection } from './api/collection.js';
import type { NamedRecord, NodePartRecord, NodeRecord } from './api/records.js';

/** What one run of Terraform works with. */
export interface IronicClient {
  readonly api: IronicApi;
  readonly nodes: Collection<NodeRecord>;
  readonly ports: Collection<NodePartRecord>;
  readonly portgroups: Collection<NodePartRecord>;
  readonly deployTemplates: Collection<NamedRecord>;
  readonly runbooks: Collection<NamedRecord>;
  /** Names of nodes that this run has planned to make. */
  readonly plannedHere: Set<string>;
  /** Nodes whose deployment this run has in its state: what is in use there is ours. */
  readonly deployedHere: Set<string>;
  /** Nodes whose deployment is in the state, and which this run found gone or in other hands: by id, and as named. */
  readonly lostHere: Set<string>;
  /** Nodes whose deployment this run has planned to destroy. */
  readonly releasedHere: Set<string>;
}

/** A client that has seen nothing yet. */
export function newClient(api: IronicApi): IronicClient {
  return {
    api,
    nodes: new Collection<NodeRecord>(api, { name: 'nodes', isNamed: true }),
    ports: new Collection<NodePartRecord>(api, { name: 'ports', isNamed: false }),
    portgroups: new Collection<NodePartRecord>(api, { name: 'portgroups', isNamed: false }),
    deployTemplates: new Collection<NamedRecord>(api, { name: 'deploy_templates', isNamed: true }),
    runbooks: new Collection<NamedRecord>(api, { name: 'runbooks', isNamed: true }),
    plannedHere: new Set(),
    deployedHere: new Set(),
    lostHere: new Set(),
    releasedHere: new Set(),
  };
}

/** What a provider's call is given. */
export type Context = CallContext<IronicClient>;

/** How long looking may take where Ironic is busy. */
const lookLimitMs = 120_000;

/** Limits of a call that only looks. */
export function looking({ client, signal }: Context): Limits {
  return { signal, deadline: client.api.clock.now() + lookLimitMs };
}

/** Limits of an operation. */
export function within({ client, signal }: Context, milliseconds: number): Limits {
  return { signal, deadline: client.api.clock.now() + milliseconds };
}
