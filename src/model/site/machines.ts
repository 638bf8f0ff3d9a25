import type { z } from 'zod';
import type { Machine } from '../../definition/site.js';
import { entries } from '../order.js';
import type { UnknownNames } from '../references.js';
import type { MachineModel, RackModel } from '../types.js';
import { resolveHardware } from './hardware.js';
import { ironicNodeOf } from './ironic.js';
import type { SiteParts } from './site-parts.js';

/** Resolves the machines of a site; one whose profile is not known is left out. */
export function machinesOf(
  parts: SiteParts,
  racks: readonly RackModel[],
  unknown: UnknownNames,
): readonly MachineModel[] {
  const rackZones = new Map(racks.map((rack) => [rack.name, rack.zone]));
  return entries(parts.site.machines).flatMap(([asset, machine]) => {
    const found = machineOf(parts, asset, machine, rackZones, unknown);
    return found === null ? [] : [found];
  });
}

function machineOf(
  parts: SiteParts,
  asset: string,
  machine: ParsedMachine,
  rackZones: ReadonlyMap<string, string>,
  unknown: UnknownNames,
): MachineModel | null {
  const report: Report = (code, kind, name, known, path) => {
    const at = { document: `site/${parts.name}`, path };
    unknown.add(code, kind, name, known, at, `machine ${asset}`);
  };
  const own = ['machines', asset];
  const found = profileOf(parts, machine, own, report);
  const zone = machine.zone ?? rackZones.get(machine.rack ?? '') ?? 'default';
  reportNames(parts, machine, own, rackZones, report);
  const credentials = credentialsOf(parts, machine, own, report);
  if (found === null) return null;
  const { hardware, nics, bmcProtocol, ironic } = resolveHardware(found.name, found.profile, machine);
  const names = nics.map((nic) => nic.name);
  if (machine.bootNic !== undefined && !names.includes(machine.bootNic)) {
    report('REF_UNKNOWN_NIC', 'NIC', machine.bootNic, names, [...own, 'bootNic']);
  }
  reportNics(found.profile, machine, own, report);
  return {
    asset,
    serial: machine.serial ?? null,
    rack: machine.rack ?? null,
    unit: machine.unit ?? null,
    zone,
    state: machine.state ?? 'available',
    hardware,
    nics,
    bootNic: machine.bootNic ?? nics.find((nic) => nic.roles.includes('boot'))?.name ?? null,
    nvlinkDomain: machine.nvlinkDomain ?? null,
    bmc: {
      protocol: machine.bmc?.protocol ?? bmcProtocol,
      address: machine.bmc?.address ?? null,
      credentials,
      nodeId: machine.bmc?.nodeId ?? null,
    },
    ironic: ironicNodeOf(parts.site.provisioner, found.name, machine.bmc?.protocol ?? bmcProtocol, ironic),
  };
}

type ParsedMachine = z.output<typeof Machine>;
type Report = (
  code: string,
  kind: string,
  name: string,
  known: readonly string[],
  path: readonly string[],
) => void;

function profileOf(
  parts: SiteParts,
  machine: ParsedMachine,
  own: readonly string[],
  report: Report,
): { readonly name: string; readonly profile: SiteParts['profiles'][string] } | null {
  const name = machine.profile ?? parts.site.defaults?.profile;
  const profile =
    name !== undefined && Object.hasOwn(parts.profiles, name) ? parts.profiles[name] : undefined;
  if (name !== undefined && profile !== undefined) return { name, profile };
  if (name === undefined || !parts.isSetAside(`hardware/${name}`, [])) {
    report('REF_UNKNOWN_PROFILE', 'hardware profile', name ?? '(none given)', Object.keys(parts.profiles), [
      ...own,
      'profile',
    ]);
  }
  return null;
}

/** A NIC by a name that its hardware does not have would be used for nothing, and the one that was meant be missing. */
function reportNics(
  profile: SiteParts['profiles'][string],
  machine: ParsedMachine,
  own: readonly string[],
  report: Report,
): void {
  const names = Object.keys({ ...profile.nics, ...machine.overrides?.nics });
  for (const name of Object.keys(machine.nics ?? {})) {
    if (!names.includes(name)) report('REF_UNKNOWN_NIC', 'NIC', name, names, [...own, 'nics', name]);
  }
}

function credentialsOf(
  parts: SiteParts,
  machine: ParsedMachine,
  own: readonly string[],
  report: Report,
): string | null {
  const { site } = parts;
  const name = machine.bmc?.credentials ?? site.defaults?.credentials ?? null;
  if (name !== null && site.credentials?.[name] === undefined) {
    const path =
      machine.bmc?.credentials === undefined ? ['defaults', 'credentials'] : [...own, 'bmc', 'credentials'];
    report('REF_UNKNOWN_CREDENTIALS', 'credential set', name, Object.keys(site.credentials ?? {}), path);
  }
  return name;
}

function reportNames(
  parts: SiteParts,
  { rack, zone }: ParsedMachine,
  own: readonly string[],
  rackZones: ReadonlyMap<string, string>,
  report: Report,
): void {
  const zones = parts.site.zones ?? {};
  if (
    rack !== undefined &&
    !rackZones.has(rack) &&
    !parts.isSetAside(`site/${parts.name}`, ['racks', rack])
  ) {
    report('REF_UNKNOWN_RACK', 'rack', rack, [...rackZones.keys()], [...own, 'rack']);
  }
  if (zone !== undefined && zone !== 'default' && zones[zone] === undefined) {
    report('REF_UNKNOWN_ZONE', 'zone', zone, Object.keys(zones), [...own, 'zone']);
  }
}
