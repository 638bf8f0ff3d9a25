import { formRefusal, invalidChoice } from '../../refusal.js';
import type { Request } from '../call.js';
import type { InterfaceRecord, LinkMode, LinkRecord, MachineRecord, SubnetRecord } from '../records.js';
import type { InterfaceOwner } from '../world.js';
import { refuseWhileInUse } from './interfaces.js';
import { checkAddress, takeAddress } from './ranges.js';

/** What a link is to be. */
export interface LinkWish {
  readonly mode: LinkMode;
  readonly address: string | null;
  readonly defaultGateway: boolean;
}

function checkGateway(subnet: SubnetRecord, { mode, defaultGateway }: LinkWish): void {
  if (!defaultGateway) return;
  if (mode !== 'AUTO' && mode !== 'STATIC') {
    throw formRefusal({ default_gateway: `Cannot use in mode '${mode}'.` });
  }
  if (subnet.gateway === null) {
    throw formRefusal({
      default_gateway: 'Cannot set as default gateway because the subnet has no gateway.',
    });
  }
}

/** A static address as it is asked for, else a free one; other modes have none yet. */
function addressOf(
  request: Request,
  node: InterfaceOwner,
  one: InterfaceRecord,
  subnet: SubnetRecord,
  { mode, address }: LinkWish,
): string | null {
  if (mode !== 'STATIC') return null;
  if (address === null) return takeAddress(request, subnet);
  const elsewhere = node.interfaces.some(
    ({ id, links }) => id !== one.id && links.some((link) => link.address === address),
  );
  checkAddress(request, subnet, address, ({ systemId }) => systemId === node.systemId && !elsewhere);
  return address;
}

/** Puts an interface on a subnet. Any other link of it is gone first, as the provider does it. */
export function linkSubnet(
  request: Request,
  node: InterfaceOwner,
  one: InterfaceRecord,
  subnet: SubnetRecord,
  wish: LinkWish,
): LinkRecord {
  const { world } = request;
  refuseWhileInUse(node, one.links.length > 0 ? 'unlink subnet interface' : 'link subnet interface');
  if (one.vlan !== subnet.vlan) {
    throw formRefusal({ subnet: [`None found with id=${subnet.id}.`, 'This field is required.'] });
  }
  checkGateway(subnet, wish);
  const { mode, defaultGateway } = wish;
  const address = addressOf(request, node, one, subnet, wish);
  const link = { id: world.nextId('links'), mode, subnet: subnet.id, address, defaultGateway };
  const others = defaultGateway ? withoutGateways(node) : node.interfaces;
  world.setInterfaces(
    node.systemId,
    others.map((other) => (other.id === one.id ? { ...other, links: [link] } : other)),
  );
  return link;
}

function withoutGateways({ interfaces }: InterfaceOwner): readonly InterfaceRecord[] {
  return interfaces.map((one) => ({
    ...one,
    links: one.links.map((link) => (link.defaultGateway ? { ...link, defaultGateway: false } : link)),
  }));
}

/** Takes the default gateways of a machine away, and gives it the one of a link. Null: to none. */
export function setDefaultGateway(
  { world }: Request,
  machine: MachineRecord,
  one: InterfaceRecord,
  link: number | null,
): void {
  if (link !== null && !one.links.some(({ id }) => id === link)) {
    throw formRefusal({ link_id: invalidChoice(String(link)) });
  }
  world.setInterfaces(
    machine.systemId,
    withoutGateways(machine).map((other) => ({
      ...other,
      links: other.links.map((each) => (each.id === link ? { ...each, defaultGateway: true } : each)),
    })),
  );
}

export function unlinkSubnet(
  { world }: Request,
  node: InterfaceOwner,
  one: InterfaceRecord,
  link: number,
): void {
  refuseWhileInUse(node, 'unlink subnet interface');
  world.updateInterface(node, one.id, { links: one.links.filter(({ id }) => id !== link) });
}

/** At a deployment MAAS gives each AUTO link an address. */
export function withAutoAddresses(request: Request, machine: MachineRecord): readonly InterfaceRecord[] {
  const { world } = request;
  let { interfaces } = machine;
  for (const { id, links } of interfaces) {
    const [link] = links;
    const subnet = link === undefined ? undefined : world.store.get('subnets', String(link.subnet));
    if (link?.mode !== 'AUTO' || link.address !== null || subnet === undefined) continue;
    const address = takeAddress(request, subnet);
    interfaces = interfaces.map((one) => (one.id === id ? { ...one, links: [{ ...link, address }] } : one));
    // At once: the next address is looked for among those that are given.
    world.setInterfaces(machine.systemId, interfaces);
  }
  return interfaces;
}
