import { BlockList, isIP } from 'node:net';
import { isMap } from '../../../definition/raw.js';
import type { Issue } from '../../../errors.js';
import type { DocumentMap, DocumentValue } from '../../emit.js';
import { checkedAddress } from '../../imported/addresses.js';
import type { Report } from '../../imported/source/fields.js';
import { readTable } from '../../imported/source/table.js';
import type { Source } from '../../text.js';
import { readYaml } from '../../yaml.js';

/** A subnet in which servers have addresses. */
export interface KnownSubnet {
  readonly network: string;
  readonly name: string;
  readonly hasGateway: boolean;
  readonly holds: (address: string) => boolean;
}

/** What Ironic does not know and people do. */
export interface Known {
  /** The part `networks` of a site. */
  readonly networks: DocumentMap;
  readonly subnets: readonly KnownSubnet[];
  /** Address by the name of a node. */
  readonly addresses: ReadonlyMap<string, string>;
}

/** Networks in YAML, as `networks` of a site has them. */
export function readNetworks(source: Source, issues: Issue[]): Pick<Known, 'networks' | 'subnets'> {
  const { value, issues: found } = readYaml(source, `import/${source.file}`);
  issues.push(...found);
  const all = isMap(value) && isMap(value['networks']) ? value['networks'] : value;
  const networks = isMap(all) ? all : {};
  const subnets = Object.entries(networks).flatMap(([network, body]) =>
    Object.entries(isMap(body) && isMap(body['subnets']) ? body['subnets'] : {}).flatMap(([name, subnet]) =>
      isMap(subnet) && typeof subnet['cidr'] === 'string'
        ? [subnetOf(network, name, subnet['cidr'], 'gateway' in subnet)].flatMap((one) => one ?? [])
        : [],
    ),
  );
  return { networks: documentOf(networks) as DocumentMap, subnets };
}

function subnetOf(network: string, name: string, cidr: string, hasGateway: boolean): KnownSubnet | null {
  const [prefix = '', length = ''] = cidr.split('/');
  const family = isIP(prefix);
  const bits = Number(length);
  if (family === 0 || !Number.isInteger(bits) || bits < 0 || bits > (family === 4 ? 32 : 128)) return null;
  const block = new BlockList();
  block.addSubnet(prefix, bits, family === 4 ? 'ipv4' : 'ipv6');
  const holds = (address: string) =>
    isIP(address) === family && block.check(address, family === 4 ? 'ipv4' : 'ipv6');
  return { network, name, hasGateway, holds };
}

/** A value of a YAML file as it can be written again; the site that it goes into is checked as a whole. */
function documentOf(value: unknown): DocumentValue {
  if (Array.isArray(value)) return value.map(documentOf);
  if (isMap(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, documentOf(inner)]));
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value ?? '');
}

/** Addresses of servers by the names of their nodes, from a CSV with the columns `name` and `address`. */
export function readAddresses(source: Source, issues: Issue[], report: Report): Known['addresses'] {
  const table = readTable(source, undefined, issues);
  if (table === undefined) return new Map();
  const column = (name: string) => table.header.cells.findIndex((cell) => cell.trim().toLowerCase() === name);
  const [names, addresses] = [column('name'), column('address')];
  if (names < 0 || addresses < 0) {
    issues.push({
      code: 'CSV_NO_NAME',
      severity: 'error',
      message: 'the header has no columns name and address',
      at: { document: `import/${source.file}`, path: [] },
      position: { file: source.file, line: 1, column: 1 },
    });
    return new Map();
  }
  return new Map(
    table.rows.flatMap(({ cells }) => {
      const [name, given] = [cells[names]?.trim() ?? '', cells[addresses]?.trim() ?? ''];
      if (name === '' || given === '') return [];
      const address = checkedAddress(given, { file: source.file, path: [] }, report);
      return address === null ? [] : [[name, address] as const];
    }),
  );
}
