import type { DocumentMap } from '../emit.js';
import { byNumber, type Notes } from '../imported/notes.js';
import { slug } from '../imported/words.js';
import type { FoundDeployment, FoundPort, FoundServer } from './found.js';

/** A slot that is there already. */
export interface AdoptedSlot {
  /** The host name that its server has. */
  readonly name: string;
  readonly cluster: string;
  readonly pool: string;
  readonly number: number;
  readonly server: FoundServer & { readonly deployed: FoundDeployment };
}

/** Clusters as documents by name, and the slots that stand in them. */
export interface AdoptedClusters {
  readonly documents: Readonly<Record<string, DocumentMap>>;
  readonly slots: readonly AdoptedSlot[];
}

type Deployed = AdoptedSlot['server'];

/**
 * Puts servers into clusters and pools: those of one group, or all, into a cluster; in it those of one hardware, one
 * image and the same networks into a pool.
 *
 * @param only name of the one cluster; null for one for each group of the provisioner
 */
export function groupServers(
  servers: readonly FoundServer[],
  profileOf: ReadonlyMap<string, string>,
  tenant: string,
  only: string | null,
  notes: Notes,
): AdoptedClusters {
  const clusters = new Map<string, Map<string, Deployed[]>>();
  for (const server of [...servers].sort((a, b) => byNumber(a.machine.name, b.machine.name))) {
    const { deployed, machine } = server;
    if (deployed === null) continue;
    const cluster = only ?? (slug(deployed.group, 40) || 'adopted');
    const pools = clusters.get(cluster) ?? new Map<string, Deployed[]>();
    clusters.set(cluster, pools);
    const key = JSON.stringify([profileOf.get(machine.name), deployed.image, networksOf(deployed.ports)]);
    pools.set(key, [...(pools.get(key) ?? []), { ...server, deployed }]);
    notes.add(
      'pools',
      `by hardware, image and networks, all of role cpu; name and part them as they serve`,
      machine.name,
    );
  }
  const slots: AdoptedSlot[] = [];
  const documents = [...clusters].map(([cluster, pools]) => {
    const written = [...pools.values()].map((members, index) => {
      const pool = index === 0 ? 'nodes' : `nodes-${index + 1}`;
      members.forEach((server, at) => {
        slots.push({ name: server.machine.name, cluster, pool, number: at + 1, server });
      });
      return [pool, poolDocument(members, profileOf)] as const;
    });
    const document: DocumentMap = { tenant, mode: 'dedicated', pools: Object.fromEntries(written) };
    return [cluster, document] as const;
  });
  return { documents: Object.fromEntries(documents), slots };
}

function poolDocument(members: readonly Deployed[], profileOf: ReadonlyMap<string, string>): DocumentMap {
  const [first] = members;
  const profile = first === undefined ? undefined : profileOf.get(first.machine.name);
  const networks = networksOf(first?.deployed.ports ?? []);
  return {
    role: 'cpu',
    count: members.length,
    hardware: profile === undefined ? undefined : { profiles: [profile] },
    image: first?.deployed.image.name,
    networks: Object.keys(networks).length === 0 ? undefined : networks,
  };
}

/** How the slots of a pool are on their networks, as a definition says it. */
function networksOf(ports: readonly FoundPort[]): DocumentMap {
  const hasGateway = ports.some(({ links }) => links.some(({ isGateway }) => isGateway));
  const entries = ports.flatMap(({ nics, bond, links }) =>
    links.map(
      ({ network, subnet, mode, isGateway, mtu }) =>
        [
          network,
          {
            nics,
            bond: bond?.document,
            subnet: subnet ?? undefined,
            addressing: mode === 'static' ? undefined : mode,
            // Said where none has it, too: the in-band one would get it.
            gateway: isGateway || (!hasGateway && mode === 'static') ? isGateway : undefined,
            mtu: mtu ?? undefined,
          } satisfies DocumentMap,
        ] as const,
    ),
  );
  return Object.fromEntries(entries.sort(([a], [b]) => byNumber(a, b)));
}
