import { apiRefusal, formRefusal } from '../../refusal.js';
import type { Request } from '../call.js';
import { serverOf } from '../inspection.js';
import { allowedFrom, begin } from '../machine-status.js';
import type { Erase } from '../metal.js';
import type { DeploymentRecord, MachineRecord } from '../records.js';

/** What MAAS is told of a machine. */
export interface MachineSettings {
  readonly hostname: string | null;
  readonly domain: string | null;
  readonly architecture: string;
  readonly minHweKernel: string | null;
  readonly pool: string | null;
  readonly zone: string | null;
  readonly powerType: string;
  readonly powerAddress: string | null;
  readonly powerDigest: string;
  readonly pxeMac: string | null;
}

/** Enters a machine, New. */
export function createMachine({ world }: Request, settings: MachineSettings): MachineRecord {
  const hostname = settings.hostname ?? `node-${world.nextId('hostnames')}`;
  if (world.machinesByHost.get(hostname).length > 0) {
    throw formRefusal({ hostname: 'Node with this Hostname already exists.' });
  }
  const { pxeMac } = settings;
  const [owner] = pxeMac === null ? [] : world.machinesByMac.get(pxeMac);
  if (owner !== undefined)
    throw formRefusal({ mac_addresses: `MAC address ${pxeMac} already in use on ${owner.hostname}.` });
  if (settings.powerType === 'ipmi' && world.machinesByPower.get(settings.powerDigest).length > 0) {
    throw apiRefusal(409, 'Conflict error. Try your request again, as it will most likely succeed.');
  }
  checkNames(world, settings);
  const systemId = world.nextSystemId();
  const machine: MachineRecord = {
    systemId,
    hostname,
    domain: settings.domain ?? world.store.all('domains').find(({ isDefault }) => isDefault)?.name ?? 'maas',
    status: 'New',
    transition: null,
    architecture: settings.architecture,
    minHweKernel: settings.minHweKernel ?? '',
    pool: settings.pool ?? 'default',
    zone: settings.zone ?? 'default',
    powerType: settings.powerType,
    powerAddress: settings.powerAddress,
    powerDigest: settings.powerDigest,
    pxeMac,
    server: null,
    cpus: 0,
    memoryMiB: 0,
    interfaces: [],
    disks: [],
    volumes: [],
    logicalVolumes: [],
    deployment: null,
  };
  world.store.put('machines', systemId, machine);
  return machine;
}

/** Names are looked up when they are used, which is at apply. */
function checkNames(
  world: Request['world'],
  { pool, zone, domain }: Pick<MachineSettings, 'pool' | 'zone' | 'domain'>,
): void {
  const unknown = (text: string) => `Select a valid choice. ${text} is not one of the available choices.`;
  if (pool !== null && !world.store.all('pools').some(({ name }) => name === pool)) {
    throw formRefusal({ pool: unknown(pool) });
  }
  if (zone !== null && !world.store.all('zones').some(({ name }) => name === zone)) {
    throw formRefusal({ zone: unknown(zone) });
  }
  if (domain !== null && !world.store.all('domains').some(({ name }) => name === domain)) {
    throw formRefusal({ domain: `Unable to find domain ${domain}` });
  }
}

/** Switches a machine on to be inspected. @throws {Refusal} with the driver's text where its BMC does not answer */
export function commissionMachine({ world, metal, now }: Request, machine: MachineRecord): MachineRecord {
  if (!allowedFrom.commission.includes(machine.status)) {
    throw apiRefusal(400, 'Commission is not available because of the current state of the node.');
  }
  const problem = metal.bmcProblem(machine);
  if (problem !== null) throw apiRefusal(500, problem);
  const server = serverOf(world, machine);
  const { milliseconds, ends } = metal.commission(machine, server);
  return begin(world, machine, 'Commissioning', {
    to: ends,
    at: milliseconds === null ? null : now + milliseconds,
  });
}

/** Forgets a machine, whatever its state: MAAS does not look. */
export function deleteMachine({ world }: Request, machine: MachineRecord): void {
  world.store.remove('machines', machine.systemId);
  for (const tag of world.store.all('tags')) {
    if (!tag.machines.includes(machine.systemId)) continue;
    const machines = tag.machines.filter((id) => id !== machine.systemId);
    world.store.put('tags', tag.name, { ...tag, machines });
  }
}

export function allocateMachine(
  { world }: Request,
  machine: MachineRecord,
  constraints: string,
): MachineRecord {
  if (!allowedFrom.allocate.includes(machine.status)) {
    throw apiRefusal(409, `No available machine matches constraints: ${constraints}`);
  }
  return world.updateMachine(machine.systemId, { status: 'Allocated' });
}

/** What to deploy. */
export type DeploymentWish = Omit<DeploymentRecord, 'at' | 'kernelOptions'>;

/** Installs a system. The request is refused for what MAAS can see beforehand; the rest shows while it deploys. */
export function deployMachine(
  { world, metal, now }: Request,
  machine: MachineRecord,
  wish: DeploymentWish,
): MachineRecord {
  if (!allowedFrom.deploy.includes(machine.status)) {
    throw apiRefusal(409, `Can't deploy a machine that is in the '${machine.status}' state`);
  }
  if (
    !world.store.all('images').some(({ name }) => name === wish.series || name.endsWith(`/${wish.series}`))
  ) {
    throw formRefusal({
      distro_series: `'${wish.series}' is not a valid distro_series.  It should be one of: '${world.store
        .all('images')
        .map(({ name }) => name)
        .join("', '")}'.`,
    });
  }
  if (!machine.interfaces.some(({ links }) => links.some(({ mode }) => mode !== 'LINK_UP'))) {
    throw apiRefusal(400, '{"network": ["Node must be configured to use a network"]}');
  }
  const hasRoot = [
    ...machine.disks.flatMap((disk) => [disk, ...disk.partitions]),
    ...machine.volumes,
    ...machine.logicalVolumes,
  ].some(({ filesystem }) => filesystem?.mountPoint === '/');
  if (!hasRoot) throw apiRefusal(400, "Mount the root '/' filesystem to be able to deploy this node.");
  const { milliseconds, ends } = metal.deploy(machine, serverOf(world, machine));
  const deployment = { ...wish, kernelOptions: kernelOptionsOf(world, machine), at: now };
  return begin(
    world,
    machine,
    'Deploying',
    { to: ends, at: milliseconds === null ? null : now + milliseconds },
    { deployment },
  );
}

/** Of the whole MAAS, then of the machine's tags in the order of their names. */
function kernelOptionsOf(world: Request['world'], { systemId }: MachineRecord): string {
  const tags = world.store.all('tags').filter(({ machines }) => machines.includes(systemId));
  const own = tags.sort((one, other) => (one.name < other.name ? -1 : 1)).map(({ kernelOpts }) => kernelOpts);
  const all = world.store.get('settings', 'kernel_opts')?.value ?? '';
  return [all, ...own].filter((text) => text !== '').join(' ');
}

/** Gives a machine back, erased where the release or a setting of the whole MAAS says so. */
export function releaseMachine(
  { world, metal, now }: Request,
  machine: MachineRecord,
  asked: Erase,
): MachineRecord {
  if (!allowedFrom.release.includes(machine.status)) {
    throw apiRefusal(409, `Machine cannot be released in its current state ('${machine.status}').`);
  }
  const always = world.store.get('settings', 'enable_disk_erasing_on_release')?.value === 'true';
  const erase = { ...asked, erase: asked.erase || always };
  const problem = machine.powerType === 'manual' ? null : metal.bmcProblem(machine);
  if (problem !== null) {
    return begin(world, machine, 'Releasing', { to: 'Failed releasing', at: now });
  }
  const { milliseconds, ends } = metal.release(machine, serverOf(world, machine), erase);
  const status = erase.erase ? 'Disk erasing' : 'Releasing';
  return begin(world, machine, status, { to: ends, at: milliseconds === null ? null : now + milliseconds });
}
