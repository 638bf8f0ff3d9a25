import { isMap } from '../../definition/raw.js';
import { type Fields, fieldsOf, listOf, type Place, type Report } from '../imported/source/fields.js';

/** A machine as found in a file. */
export interface FoundNode {
  readonly fields: Fields;
  /** Name of its cluster; null where it is in none. */
  readonly cluster: string | null;
  /** Key under which it stands, where nodes are a map: a name of last resort. */
  readonly key: string | null;
}

/** What one file holds. */
export interface FoundDocument {
  readonly site: string | null;
  readonly nodes: readonly FoundNode[];
  /** Entries below `networks`, empty where there are none. */
  readonly networks: Fields;
}

/**
 * Finds the machines of a document: `{ clusters: [{ nodes: [...] }] }`, also with maps in place of lists, with
 * `items` as the API itself answers, without clusters, or one machine alone.
 */
export function findNodes(value: unknown, file: string, report: Report): FoundDocument {
  const place: Place = { file, path: [] };
  if (Array.isArray(value)) {
    return { site: null, nodes: nodesOfList(value, place, report), networks: fieldsOf(null, place, report) };
  }
  const root = fieldsOf(value, place, report);
  const clusters = listKey(value, ['clusters']);
  const nodes =
    clusters !== undefined
      ? root.list(clusters).flatMap(({ key, fields }) => nodesOfCluster(fields, key))
      : isNode(value)
        ? [{ fields: root, cluster: root.text('cluster'), key: null }]
        : nodesOfCluster(root, null);
  return { site: root.text('site'), nodes, networks: root.fields('networks') };
}

function nodesOfList(value: readonly unknown[], place: Place, report: Report): readonly FoundNode[] {
  return listOf(value, place, report).flatMap(({ fields }, index) =>
    isNode(value[index]) || listKey(value[index], nodeKeys) === undefined
      ? [{ fields, cluster: fields.text('cluster'), key: null }]
      : nodesOfCluster(fields, null),
  );
}

const nodeKeys = ['nodes', 'items', 'machines', 'servers'];

function nodesOfCluster(cluster: Fields, key: string | null): readonly FoundNode[] {
  const own = nodeKeys.find((candidate) => cluster.has(candidate));
  const isIndex = key !== null && /^\d+$/.test(key);
  const name =
    cluster.text('cluster') ?? cluster.text('uid') ?? cluster.text('name') ?? (isIndex ? null : key);
  if (own === undefined) return [];
  return cluster.list(own).map((node) => ({
    fields: node.fields,
    cluster: name,
    key: /^\d+$/.test(node.key) ? null : node.key,
  }));
}

function listKey(value: unknown, keys: readonly string[]): string | undefined {
  if (!isMap(value)) return undefined;
  return keys.find(
    (key) => Object.hasOwn(value, key) && typeof value[key] === 'object' && value[key] !== null,
  );
}

/** True for a map that describes one machine. */
function isNode(value: unknown): boolean {
  const signs = ['network_adapters', 'main_memory', 'storage_devices', 'chassis', 'node_name'];
  return isMap(value) && signs.some((key) => Object.hasOwn(value, key));
}
