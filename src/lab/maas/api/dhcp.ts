import { formRefusal, invalidChoice, noSuch } from '../../refusal.js';
import type { Request } from '../call.js';
import type { RackControllerRecord, VlanRecord } from '../records.js';

type Worldly = Pick<Request, 'world'>;

/** Who answers DHCP on a VLAN. */
export interface DhcpService {
  /** System id or host name. */
  readonly primaryRack: string | null;
  readonly secondaryRack: string | null;
  /** Id of another VLAN. */
  readonly relayVlan: number | null;
}

/** @throws {Refusal} where DHCP is on without a rack controller or a dynamic range */
export function checkDhcp({ world }: Worldly, vlan: VlanRecord): void {
  if (!vlan.dhcpOn) return;
  if (vlan.primaryRack === null) {
    throw formRefusal({
      dhcp_on: 'dhcp can only be turned on when a primary rack controller is set.',
    });
  }
  const isServed = world.by.subnetsByVlan
    .get(String(vlan.id))
    .some(({ id }) => world.by.rangesBySubnet.get(String(id)).some(({ type }) => type === 'dynamic'));
  if (!isServed) {
    throw formRefusal({ dhcp_on: 'dhcp can only be turned on when a dynamic IP range is defined.' });
  }
}

/** A rack controller that stands on the VLAN: MAAS offers no other. */
function findRack(
  { world }: Worldly,
  vlan: VlanRecord,
  field: 'primary_rack' | 'secondary_rack',
  name: string,
): RackControllerRecord {
  const found = world.store.get('rackControllers', name) ?? world.by.racksByHost.get(name)[0];
  const fabric = world.store.get('fabrics', String(vlan.fabric))?.name;
  if (found === undefined || !found.stands.includes(`${fabric}/${vlan.vid}`)) {
    throw formRefusal({ [field]: invalidChoice(name) });
  }
  return found;
}

function checkRelay({ world }: Worldly, vlan: VlanRecord, target: number): void {
  const other = world.store.get('vlans', String(target));
  if (other === undefined) throw formRefusal({ relay_vlan: invalidChoice(String(target)) });
  if (other.id === vlan.id) throw formRefusal({ relay_vlan: "'relay_vlan' cannot match this VLAN." });
  if (other.relayVlan !== null) {
    throw formRefusal({
      relay_vlan: "'relay_vlan' cannot be set to a VLAN that is itself relayed to another VLAN.",
    });
  }
}

/** Turns DHCP on, by rack controllers or by a relay. */
export function serveDhcp(request: Worldly, id: number, service: DhcpService): void {
  const { world } = request;
  const vlan = world.store.get('vlans', String(id));
  if (vlan === undefined) throw noSuch('VLAN');
  const { primaryRack, secondaryRack, relayVlan } = service;
  if (relayVlan !== null) checkRelay(request, vlan, relayVlan);
  const rack = (field: 'primary_rack' | 'secondary_rack', name: string | null) =>
    name === null ? null : findRack(request, vlan, field, name).systemId;
  const next = {
    ...vlan,
    // What is relayed is answered elsewhere.
    dhcpOn: relayVlan === null,
    primaryRack: rack('primary_rack', primaryRack),
    secondaryRack: rack('secondary_rack', secondaryRack),
    relayVlan,
  };
  checkDhcp(request, next);
  world.store.put('vlans', String(id), next);
}

export function stopDhcp({ world }: Worldly, id: number): void {
  const vlan = world.store.get('vlans', String(id));
  if (vlan === undefined) throw noSuch('VLAN');
  const off = { dhcpOn: false, primaryRack: null, secondaryRack: null, relayVlan: null };
  world.store.put('vlans', String(id), { ...vlan, ...off });
}
