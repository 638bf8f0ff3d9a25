import { apiRefusal, formRefusal, invalidChoice, type Refusal } from '../../refusal.js';
import type { Request } from '../call.js';
import { serverOf } from '../inspection.js';
import { allowedFrom, begin, transitionOf } from '../machine-status.js';
import type { Erase } from '../metal.js';
import type { DeploymentRecord, ImageRecord, MachineRecord } from '../records.js';
import type { MaasWorld } from '../world.js';
import { withAutoAddresses } from './links.js';
import { namedOf } from './names.js';

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
  checkSettings(world, { ...settings, hostname }, null);
  const systemId = world.nextSystemId();
  const machine: MachineRecord = {
    systemId,
    hostname,
    domain: settings.domain ?? world.by.defaultDomain.get('yes')[0]?.name ?? 'maas',
    status: 'New',
    transition: null,
    architecture: settings.architecture,
    minHweKernel: settings.minHweKernel ?? '',
    pool: settings.pool ?? 'default',
    zone: settings.zone ?? 'default',
    powerType: settings.powerType,
    powerAddress: settings.powerAddress,
    powerDigest: settings.powerDigest,
    pxeMac: settings.pxeMac,
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

/** What the form of a machine checks. Names are looked up when they are used, which is at apply. */
function checkSettings(world: MaasWorld, settings: MachineSettings, own: MachineRecord | null): void {
  const { hostname, pxeMac, pool, zone, domain, architecture } = settings;
  const isOther = ({ systemId }: MachineRecord) => systemId !== own?.systemId;
  if (hostname !== null && world.by.machinesByHost.get(hostname).some(isOther)) {
    throw formRefusal({ hostname: 'Node with this Hostname already exists.' });
  }
  const owner = pxeMac === null ? undefined : world.by.machinesByMac.get(pxeMac).find(isOther);
  if (owner !== undefined) {
    throw formRefusal({ mac_addresses: `MAC address ${pxeMac} already in use on ${owner.hostname}.` });
  }
  if (settings.powerType === 'ipmi' && world.by.machinesByPower.get(settings.powerDigest).some(isOther)) {
    throw apiRefusal(409, 'Conflict error. Try your request again, as it will most likely succeed.');
  }
  if (pool !== null && namedOf(world, 'pools', pool) === undefined) {
    throw formRefusal({ pool: invalidChoice(pool) });
  }
  if (zone !== null && namedOf(world, 'zones', zone) === undefined) {
    throw formRefusal({ zone: invalidChoice(zone) });
  }
  if (domain !== null && world.by.domainsByName.get(domain).length === 0) {
    throw formRefusal({ domain: `Unable to find domain ${domain}` });
  }
  const known = architecturesOf(world);
  if (!known.includes(architecture)) {
    const choices = known.map((one) => `'${one}'`).join(', ');
    throw formRefusal({
      architecture: `'${architecture}' is not a valid architecture. It should be one of: ${choices}.`,
    });
  }
}

/** The architectures that an image is imported for. */
function architecturesOf(world: MaasWorld): readonly string[] {
  const all = world.store.all('images').flatMap(({ architectures }) => architectures);
  return [...new Set(all)].sort().map((architecture) => `${architecture}/generic`);
}

/** Changes what MAAS was told of a machine, in any state of it. */
export function updateMachine({ world }: Request, machine: MachineRecord, settings: MachineSettings): void {
  checkSettings(world, settings, machine);
  const { systemId } = machine;
  world.updateMachine(systemId, {
    architecture: settings.architecture,
    powerType: settings.powerType,
    powerAddress: settings.powerAddress,
    powerDigest: settings.powerDigest,
    pxeMac: settings.pxeMac ?? machine.pxeMac,
    hostname: settings.hostname ?? machine.hostname,
    domain: settings.domain ?? machine.domain,
    pool: settings.pool ?? machine.pool,
    zone: settings.zone ?? machine.zone,
    minHweKernel: settings.minHweKernel ?? machine.minHweKernel,
  });
}

/** Switches a machine on to be inspected. @throws {Refusal} with the driver's text where its BMC does not answer */
export function commissionMachine({ world, metal, now }: Request, machine: MachineRecord): MachineRecord {
  if (!allowedFrom.commission.includes(machine.status)) {
    throw apiRefusal(400, 'Commission is not available because of the current state of the node.');
  }
  const problem = metal.bmcProblem(machine, now);
  if (problem !== null) throw apiRefusal(500, problem);
  const server = serverOf(world, machine);
  return begin(world, machine, 'Commissioning', transitionOf(metal.commission(machine, server, now), now));
}

/** Forgets a machine, whatever its state: MAAS does not look. */
export function deleteMachine({ world }: Request, machine: MachineRecord): void {
  world.store.remove('machines', machine.systemId);
  for (const tag of world.by.tagsByMachine.get(machine.systemId)) {
    const machines = tag.machines.filter((id) => id !== machine.systemId);
    world.store.put('tags', tag.name, { ...tag, machines });
  }
}

/** @param constraints as MAAS repeats them */
export function allocateMachine(
  { world }: Request,
  machine: MachineRecord | undefined,
  constraints: string,
): MachineRecord {
  if (machine === undefined || !allowedFrom.allocate.includes(machine.status)) {
    throw apiRefusal(409, `No available machine matches constraints: ${constraints}`);
  }
  return world.updateMachine(machine.systemId, { status: 'Allocated' });
}

/** What to deploy. */
export type DeploymentWish = Omit<DeploymentRecord, 'at' | 'kernelOptions' | 'series'> & {
  /** Null: what the whole MAAS deploys. */
  readonly series: string | null;
};

/** Installs a system. The request is refused for what MAAS can see beforehand; the rest shows while it deploys. */
export function deployMachine(request: Request, machine: MachineRecord, wish: DeploymentWish): MachineRecord {
  const { world, metal, now } = request;
  if (!allowedFrom.deploy.includes(machine.status)) {
    throw apiRefusal(409, `Can't deploy a machine that is in the '${machine.status}' state`);
  }
  const series = seriesOf(world, wish.series);
  if (!metal.hasImage(machine, series, now)) throw noImage(world, series);
  if (!machine.interfaces.some(({ links }) => links.some(({ mode }) => mode !== 'LINK_UP'))) {
    throw apiRefusal(400, '{"network": ["Node must be configured to use a network"]}');
  }
  const hasRoot = [
    ...machine.disks.flatMap((disk) => [disk, ...disk.partitions]),
    ...machine.volumes,
    ...machine.logicalVolumes,
  ].some(({ filesystem }) => filesystem?.mountPoint === '/');
  if (!hasRoot) throw apiRefusal(400, "Mount the root '/' filesystem to be able to deploy this node.");
  const course = metal.deploy(machine, serverOf(world, machine), now);
  const deployment = { ...wish, series, kernelOptions: kernelOptionsOf(world, machine), at: now };
  const interfaces = withAutoAddresses(request, machine);
  return begin(world, machine, 'Deploying', transitionOf(course, now), { deployment, interfaces });
}

/** An image by its name, with or without the operating system. @throws {Refusal} where none is imported */
function seriesOf(world: MaasWorld, asked: string | null): string {
  const wanted = asked ?? world.setting('default_distro_series') ?? 'noble';
  const images = world.store.all('images');
  const isIt = ({ name }: ImageRecord) => name === wanted || name.endsWith(`/${wanted}`);
  const found = images.find(isIt);
  if (found === undefined) throw noImage(world, wanted);
  return asked ?? found.name;
}

function noImage(world: MaasWorld, wanted: string): Refusal {
  const others = world.store.all('images').filter(({ name }) => name !== wanted);
  const choices = others.map(({ name }) => `'${name}'`).join(', ');
  return formRefusal({
    distro_series: `'${wanted}' is not a valid distro_series.  It should be one of: ${choices}.`,
  });
}

/** Of the whole MAAS, then of the machine's tags in the order of their names. */
function kernelOptionsOf(world: MaasWorld, { systemId }: MachineRecord): string {
  const tags = [...world.by.tagsByMachine.get(systemId)];
  const own = tags.sort((one, other) => (one.name < other.name ? -1 : 1)).map(({ kernelOpts }) => kernelOpts);
  const all = world.setting('kernel_opts') ?? '';
  return [all, ...own].filter((text) => text !== '').join(' ');
}

/** Gives a machine back, erased where the release or a setting of the whole MAAS says so. */
export function releaseMachine(
  { world, metal, now }: Request,
  machine: MachineRecord,
  asked: Erase,
): MachineRecord {
  // Released before, by somebody else: that is no mistake.
  if (machine.status === 'Ready') return machine;
  if (!allowedFrom.release.includes(machine.status)) {
    throw apiRefusal(409, `Machine cannot be released in its current state ('${machine.status}').`);
  }
  const always = world.setting('enable_disk_erasing_on_release') === 'true';
  const erase = { ...asked, erase: asked.erase || always };
  const problem = machine.powerType === 'manual' ? null : metal.bmcProblem(machine, now);
  if (problem !== null) {
    return begin(world, machine, 'Releasing', { to: 'Failed releasing', at: now, steps: [] });
  }
  const course = metal.release(machine, serverOf(world, machine), erase, now);
  return begin(world, machine, erase.erase ? 'Disk erasing' : 'Releasing', transitionOf(course, now));
}
