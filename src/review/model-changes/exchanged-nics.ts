import type { SiteModel } from '../../model/types.js';
import { foldNames } from '../fold.js';
import type { Definitions } from '../input.js';
import type { Note } from '../report.js';
import { sitesOf } from './slots.js';

/**
 * NICs that are others than before in machines that MAAS knows. It learns NICs when it commissions a machine, and keeps
 * the name of the former one: what is planned for the new one passes, and stops at the next deployment.
 */
export function exchangedNics(base: Definitions, head: Definitions): readonly Note[] {
  return sitesOf(base, head).flatMap(({ before, after }) => {
    if (before === null || after === null || after.site.provisioner.type !== 'maas') return [];
    const former = new Map(nicsOf(before).map((nic) => [nic.key, nic.mac] as const));
    const others = nicsOf(after).filter(({ key, mac }) => {
      const was = former.get(key);
      return was !== undefined && was !== mac;
    });
    const stack = after.stacks.find(({ kind }) => kind === 'enrolment')?.name ?? after.site.name;
    return others.length === 0
      ? []
      : [{ stack, address: foldNames(others.map(({ key }) => key)), message: notLearnt }];
  });
}

const notLearnt =
  'recorded and not done: MAAS knows the former NIC by that name until the machine is commissioned anew, and the next deployment of it stops there';

/** NICs with a MAC address of all machines that are enrolled. */
function nicsOf({ site }: SiteModel): readonly { readonly key: string; readonly mac: string }[] {
  return site.machines
    .filter(({ state }) => state !== 'retired' && state !== 'adopted')
    .flatMap(({ asset, nics }) =>
      nics.flatMap(({ name, mac, kind }) =>
        mac === null || kind !== 'ethernet' ? [] : [{ key: `${asset} ${name}`, mac }],
      ),
    );
}
