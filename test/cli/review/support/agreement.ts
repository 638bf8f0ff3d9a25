import { isDeepStrictEqual } from 'node:util';
import type { LabEvent } from '../../../../src/lab/events.js';
import type { IronicTables } from '../../../../src/lab/ironic/records.js';
import type { MaasTables } from '../../../../src/lab/maas/records.js';
import type { Store } from '../../../../src/lab/store.js';
import type { Review, ServerReview } from '../../../../src/review/report.js';
import type { LabWorlds } from './lab-worlds.js';
import type { Reviewed } from './site-in-lab.js';

/** What is done to a machine, as a review can say it and a lab can show it. */
interface Done {
  readonly released: boolean;
  /** What the release does to its disks; null where there is none. */
  readonly erased: boolean | null;
  readonly deployed: boolean;
  readonly enrolled: boolean;
  readonly removed: boolean;
  /** Commissioned anew or power-cycled, and nothing of the above. */
  readonly booted: boolean;
  /** Its NICs, addresses or DNS name, and nothing of the above. */
  readonly network: boolean;
}

/** Each machine of which a review says something else than the lab then did, with both. */
export function disagreements({ report, before, after }: Reviewed): readonly string[] {
  const events = after.events.slice(before.events.length);
  const [was, is] = [machinesOf(before), machinesOf(after)];
  const nodes = new Set([...before.ironic.values()].flatMap(ironicNodes).map(([name]) => name));
  const simulated = new Set([...was.keys(), ...is.keys()]);
  const said = new Map(report.servers.map((server) => [server.name, server] as const));
  const names = [...new Set([...simulated, ...said.keys()])].sort();
  const machines = names.flatMap((name) => {
    const server = said.get(name);
    // Of a dry run there is nothing to be seen in a lab.
    if (server !== undefined && isDryRun(server)) return [];
    const predicted = server === undefined ? nothing : predictedOf(server);
    const isStopped = server?.resources.some(({ effect }) => effect === 'refused') ?? false;
    const seen = happenedTo(was.get(name), is.get(name), historyOf(name, events));
    // What comes after the stop is done in part, and nobody says how much.
    const plain = isStopped ? { ...predicted, released: seen.released } : seen;
    // Ironic cleans as its conductors are set, also what the review must not count on.
    const isMore = nodes.has(name) && predicted.erased === false && plain.erased === true;
    const happened = isMore ? { ...plain, erased: false } : plain;
    return isDeepStrictEqual(predicted, happened)
      ? []
      : [`${name}: the review says ${text(predicted)}, and in the lab it was ${text(happened)}`];
  });
  return [...machines, ...networkDisagreements(report, before, after)];
}

const nothing: Done = {
  released: false,
  erased: null,
  deployed: false,
  enrolled: false,
  removed: false,
  booted: false,
  network: false,
};

function text(done: Done): string {
  const words = Object.entries(done).flatMap(([word, value]) =>
    value === null || (value === false && word !== 'erased') ? [] : [value === true ? word : `not ${word}`],
  );
  return words.length === 0 ? 'nothing' : words.join(', ');
}

function isDryRun({ resources }: ServerReview): boolean {
  return resources.every(({ address }) => address.startsWith('null_resource.'));
}

function predictedOf({ effect, slot, erase, resources }: ServerReview): Done {
  const has = (wanted: string) => resources.some((resource) => resource.effect === wanted);
  const released = effect === 'wipe' || effect === 'reimage';
  const deployed = effect === 'deploy' || effect === 'reimage' || (effect === 'wipe' && slot.after !== null);
  const enrolled = has('enrol');
  const removed = resources.some(({ address, action }) => isMachine(address) && action === 'delete');
  const isMore = released || deployed || enrolled || removed;
  const booted = !isMore && (has('recommission') || has('power-cycle'));
  return {
    released,
    erased: released ? erase !== 'none' : null,
    deployed,
    enrolled,
    removed,
    booted,
    network: !isMore && !booted && has('network'),
  };
}

function isMachine(address: string): boolean {
  return /^(maas_machine|ironic_node(_v1)?)\./.test(address);
}

/** A machine as far as it is compared, whatever its provisioner. */
interface Known {
  readonly network: unknown;
}

function machinesOf({ maas, ironic }: LabWorlds): ReadonlyMap<string, Known> {
  return new Map([...[...maas.values()].flatMap(maasMachines), ...[...ironic.values()].flatMap(ironicNodes)]);
}

function maasMachines(store: Store<MaasTables>): readonly (readonly [string, Known])[] {
  const records = store.all('dnsRecords');
  return store.all('machines').map(({ hostname, interfaces }) => {
    const addresses = interfaces.flatMap(({ links }) => links.map(({ address }) => address ?? ''));
    const names = records.filter(({ data }) => addresses.includes(data)).map(({ fqdn }) => fqdn);
    return [hostname, { network: [interfaces, names] }];
  });
}

/** Ports of a node are records until it is deployed, and cannot be changed from then on. */
function ironicNodes(store: Store<IronicTables>): readonly (readonly [string, Known])[] {
  return store.all('nodes').map(({ name, uuid }) => [name ?? uuid, { network: null }]);
}

/** States that a machine came into, and what was asked of it and done. */
function historyOf(name: string, events: readonly LabEvent[]): ReadonlySet<string> {
  return new Set(
    events
      .filter(({ subject, refused }) => subject.machine === name && refused === null)
      .flatMap((event) =>
        event.type === 'status' ? [event.status] : event.type === 'request' ? [event.request] : [],
      ),
  );
}

function happenedTo(was: Known | undefined, is: Known | undefined, history: ReadonlySet<string>): Done {
  const had = (...some: readonly string[]) => some.some((one) => history.has(one));
  const released = had('machine.release', 'node.deleted');
  const deployed = had('machine.deploy', 'node.active');
  const enrolled = was === undefined && is !== undefined;
  const removed = was !== undefined && is === undefined;
  const isMore = released || deployed || enrolled || removed;
  const booted = !isMore && had('machine.commission', 'node.inspect');
  return {
    released,
    erased: released ? had('Disk erasing', 'cleaning') : null,
    deployed,
    enrolled,
    removed,
    booted,
    network: !isMore && !booted && !isDeepStrictEqual(was?.network, is?.network),
  };
}

const networkTables = ['vlans', 'subnets', 'ranges', 'routes'] as const;

/** What servers share of the network: changed in the lab if and only if the review says so. */
function networkDisagreements(report: Review, before: LabWorlds, after: LabWorlds): readonly string[] {
  const happened = [...before.maas].some(([name, store]) =>
    networkTables.some((table) => !isDeepStrictEqual(store.all(table), after.maas.get(name)?.all(table))),
  );
  const predicted = report.rows.some(
    ({ effect, servers, names }) => servers.length === 0 && effect === 'network' && names.startsWith('maas_'),
  );
  return predicted === happened
    ? []
    : [
        `networks: the review says ${predicted ? 'that they change' : 'nothing'}, and in the lab ${happened ? 'they changed' : 'nothing did'}`,
      ];
}
