import type { SiteModel, SlotModel } from '../../model/types.js';

/** What a change of a field comes to, the first that fits. Paths as `explain` takes them. */
const consequences: readonly (readonly [pattern: RegExp, says: string])[] = [
  [
    /^clusters\.[^.]+\.pools\.[^.]+\.count$/,
    'growing touches no running server; shrinking needs rackform lock --release',
  ],
  [/^clusters\.[^.]+\.pools\.[^.]+\.spares$/, 'no server; a guardrail counts what is free'],
  [
    /^clusters\.[^.]+\.pools\.[^.]+\.(machines|hardware|racks|placement)\b/,
    'new slots; those that stand keep their machine while it is still allowed',
  ],
  [
    /^clusters\.[^.]+\.pools\.[^.]+\.networks\b/,
    'NICs of a deployed machine cannot change: each slot needs rackform lock --reimage',
  ],
  [
    /^clusters\.[^.]+\.pools\.[^.]+\.(image|kernel|storage|rails|userData|runs)\b/,
    'servers that run keep what they have; it takes effect at the next rackform lock --reimage',
  ],
  [/^clusters\.[^.]+\.(pools\.[^.]+\.)?release\b/, 'the state only; it counts when a machine is given back'],
  [
    /^clusters\.[^.]+\.tenant$/,
    'a hand-over: machines are released and erased before the new tenant has them',
  ],
  [/^machines\.[^.]+\.state$/, 'repair moves the slot to a spare and raises its generation'],
  [/^machines\.[^.]+\.(rack|unit|zone)$/, 'where the machine stands; its slot and addresses stay'],
  [/^machines\.[^.]+\.bmc\b/, 'how the provisioner reaches the machine; what runs on it goes on'],
  [/^machines\.[^.]+\.nics\b/, 'the enrolment; NICs of a deployed machine change at its next reimage only'],
  [/^networks\.[^.]+\.(vlan|fabric|tagged|mtu)\b/, 'the network at once, servers at their next reimage'],
  [/^networks\.[^.]+\.subnets\b/, 'addresses that no longer fit; servers at their next reimage'],
  [/^images\./, 'servers that run keep what they have; it takes effect at the next rackform lock --reimage'],
  [/^domain$/, 'DNS names of all slots'],
];

function usesNetwork(slot: SlotModel, network: string): boolean {
  const names = slot.ports.flatMap((port) => port.links.map((link) => link.network));
  return [...names, ...slot.rails.map((rail) => rail.network)].includes(network);
}

/** Slots that a field reaches. */
function slotsTouched(field: string, model: SiteModel): readonly SlotModel[] {
  const slots = model.clusters.flatMap((cluster) => cluster.slots);
  const [kind, name = '', inner, pool] = field.split('.');
  const inRack = new Set(model.site.machines.filter(({ rack }) => rack === name).map(({ asset }) => asset));
  switch (kind) {
    case 'clusters':
      return slots.filter(
        (slot) => slot.cluster === name && (inner !== 'pools' || pool === undefined || slot.pool === pool),
      );
    case 'machines':
      return slots.filter((slot) => slot.asset === name);
    case 'networks':
      return slots.filter((slot) => usesNetwork(slot, name));
    case 'images':
      return slots.filter((slot) => slot.image.name === name);
    case 'racks':
      return slots.filter((slot) => inRack.has(slot.asset));
    default:
      return slots;
  }
}

/** What changing a field would touch, in words. */
export function touchesText(field: string, model: SiteModel | null): readonly string[] {
  const says = consequences.find(([pattern]) => pattern.test(field))?.[1];
  if (model === null) return says === undefined ? [] : [says];
  const slots = slotsTouched(field, model).map((slot) => slot.name);
  const named =
    slots.length > 6 ? `${slots.slice(0, 5).join(', ')} and ${slots.length - 5} more` : slots.join(', ');
  const reach =
    slots.length === 0 ? 'no slot' : `${slots.length === 1 ? 'slot' : `${slots.length} slots`}: ${named}`;
  return [reach, ...(says === undefined ? [] : [says])];
}
