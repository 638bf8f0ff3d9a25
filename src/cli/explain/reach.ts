import type { FieldChange, FieldReach } from '../../facts/field-effects.js';
import { machinesOf } from '../../model/machines.js';
import type { MachineModel, NetworkModel, SiteModel, SlotModel } from '../../model/types.js';

/** The names in a field's path, by what they name. `*` names everything of its kind. */
export interface FieldNames {
  readonly cluster?: string | undefined;
  readonly pool?: string | undefined;
  readonly machine?: string | undefined;
  readonly network?: string | undefined;
  readonly image?: string | undefined;
  readonly rack?: string | undefined;
  readonly zone?: string | undefined;
  readonly profile?: string | undefined;
  readonly fabric?: string | undefined;
  readonly vlanPool?: string | undefined;
  readonly credentials?: string | undefined;
  readonly tenant?: string | undefined;
}

const collections: Readonly<Record<string, keyof FieldNames>> = {
  clusters: 'cluster',
  machines: 'machine',
  networks: 'network',
  images: 'image',
  racks: 'rack',
  zones: 'zone',
  hardware: 'profile',
  fabrics: 'fabric',
  vlanPools: 'vlanPool',
  credentials: 'credentials',
  tenants: 'tenant',
};

/** What a field's path names. */
export function namesIn(field: string): FieldNames {
  const [kind = '', name, inner, pool] = field.replace(/^(clusters\.[^.]+)\.overrides\b/, '$1').split('.');
  const key = collections[kind];
  if (key === undefined || name === undefined) return {};
  return { [key]: name, ...(kind === 'clusters' && inner === 'pools' ? { pool } : {}) };
}

const is = (name: string | undefined, value: string | null) =>
  name !== undefined && (name === '*' || name === value);

/** Networks that a slot is on, rails among them. */
function networksOf(slot: SlotModel, site: SiteModel['site']): readonly NetworkModel[] {
  const links = slot.ports.flatMap((port) => [
    ...port.links.map(({ network }) => network),
    ...(port.untagged.network === null ? [] : [port.untagged.network]),
  ]);
  const names = new Set([...links, ...slot.rails.map(({ network }) => network)]);
  return site.networks.filter(({ name }) => names.has(name));
}

/** Slots of a site that a change reaches, by name. */
export function slotsReached(reach: FieldReach, names: FieldNames, model: SiteModel): readonly string[] {
  const machines = machinesOf(model.site);
  const isReached = (slot: SlotModel): boolean => {
    const machine = machines.get(slot.asset);
    const networks = () => networksOf(slot, model.site);
    switch (reach) {
      case 'none':
        return false;
      case 'site':
        return true;
      case 'cluster':
        return is(names.cluster, slot.cluster);
      case 'pool':
        return is(names.cluster, slot.cluster) && is(names.pool, slot.pool);
      case 'image':
        return is(names.image, slot.image.name);
      case 'tenant':
        return is(names.tenant, slot.tenant);
      case 'network':
        return networks().some(({ name }) => is(names.network, name));
      case 'fabric':
        return networks().some(({ fabric }) => is(names.fabric, fabric));
      case 'vlan-pool':
        return networks().some(({ vlanPool }) => is(names.vlanPool, vlanPool));
      default:
        return machine !== undefined && isMachineReached(reach, names, machine);
    }
  };
  return model.clusters.flatMap(({ slots }) => slots.filter(isReached).map(({ name }) => name));
}

/** Machines of a site that a change reaches, by asset name. */
export function machinesReached(reach: FieldReach, names: FieldNames, model: SiteModel): readonly string[] {
  return model.site.machines
    .filter((machine) => isMachineReached(reach, names, machine))
    .map(({ asset }) => asset);
}

function isMachineReached(reach: FieldReach, names: FieldNames, machine: MachineModel): boolean {
  switch (reach) {
    case 'machine':
      return is(names.machine, machine.asset);
    case 'rack':
      return is(names.rack, machine.rack);
    case 'zone':
      return is(names.zone, machine.zone);
    case 'profile':
      return is(names.profile, machine.hardware.profile);
    case 'credentials':
      return is(names.credentials, machine.bmc.credentials);
    default:
      return reach === 'site';
  }
}

const slotWords: Readonly<Record<FieldReach, string>> = {
  none: '',
  machine: 'the slot of the machine',
  zone: 'slots on machines of the zone',
  credentials: 'slots on machines of the credential set',
  rack: 'slots on machines of the rack',
  profile: 'slots on machines of the profile',
  image: 'slots with the image',
  pool: 'slots of the pool',
  'vlan-pool': 'slots on networks with a number of the pool',
  network: 'slots on the network',
  fabric: 'slots on networks of the fabric',
  tenant: 'slots of the tenant',
  cluster: 'slots of the cluster',
  site: 'slots of the site',
};

const machineWords: Readonly<Partial<Record<FieldReach, string>>> = {
  machine: 'the machine',
  zone: 'machines of the zone',
  credentials: 'machines of the credential set',
  rack: 'machines of the rack',
  profile: 'machines of the profile',
  site: 'machines of the site',
};

/** The narrowest reach that the names themselves stand for. */
export function reachByName(names: FieldNames): FieldReach {
  if (names.pool !== undefined) return 'pool';
  const [key] = Object.keys(names);
  if (key === undefined) return 'none';
  return key === 'vlanPool' ? 'vlan-pool' : (key as Exclude<keyof FieldNames, 'vlanPool' | 'pool'>);
}

/** What a change reaches, in words that hold for any name. */
export function reachText({ slots, machines, plan, settings }: FieldChange): string {
  const shared = plan.some(
    ({ type }) =>
      !/^maas_(machine|instance|network_interface_|dns_record|tag)|^ironic_|^terraform_data/.test(type),
  );
  const parts = [
    slotWords[slots],
    machineWords[machines] ?? '',
    shared ? 'the network and settings of the site' : '',
    settings.length > 0 ? 'every stack' : '',
  ].filter((part) => part !== '');
  return parts.join(', ');
}
