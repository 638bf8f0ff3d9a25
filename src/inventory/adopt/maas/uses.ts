import type { Notes } from '../../imported/notes.js';
import type { FoundServer } from '../found.js';

/** Networks by what slots do with them. */
export interface SeenUse {
  readonly used: Set<string>;
  readonly tagged: Set<string>;
  readonly gateway: Set<string>;
  readonly bootedFrom: Set<string>;
}

/**
 * Leaves each network in one form, tagged or not, as a definition has it: that of the first server. An address in the
 * other form stays in MAAS, and is said.
 */
export function networksInOneForm(
  servers: readonly FoundServer[],
  unmanaged: Notes,
): { readonly servers: readonly FoundServer[]; readonly uses: SeenUse } {
  const forms = new Map<string, boolean>();
  const holders = new Map<string, string>();
  const uses: SeenUse = { used: new Set(), tagged: new Set(), gateway: new Set(), bootedFrom: new Set() };
  const kept = servers.map((server): FoundServer => {
    const { deployed, machine } = server;
    if (deployed === null) return server;
    const ports = deployed.ports.flatMap((port) => {
      const links = port.links.filter(({ network, isTagged, address }) => {
        const form = forms.get(network) ?? isTagged;
        forms.set(network, form);
        const holder = address === null ? undefined : holders.get(`${network} ${address}`);
        if (holder !== undefined) {
          unmanaged.add('address', `${address}: ${holder} has it too, which keeps it`, machine.name);
          return false;
        }
        if (form === isTagged) {
          if (address !== null) holders.set(`${network} ${address}`, machine.name);
          return true;
        }
        const why = `${address ?? 'a link'}: other servers see ${network} ${form ? 'with' : 'without'} a tag, and this one does not; a reimage loses it`;
        unmanaged.add('address', why, machine.name);
        return false;
      });
      for (const { network, isTagged, isGateway } of links) {
        uses.used.add(network);
        if (isTagged) uses.tagged.add(network);
        if (isGateway) uses.gateway.add(network);
      }
      return links.length === 0 ? [] : [{ ...port, links }];
    });
    return { ...server, deployed: { ...deployed, ports } };
  });
  return { servers: kept, uses };
}
