import type { z } from 'zod';
import type { HardwareProfile } from '../../definition/hardware.js';
import type { Machine } from '../../definition/site.js';
import { type Layer, mergeLayers } from '../layers.js';
import { byName, entries } from '../order.js';
import type { DiskModel, HardwareModel, NicModel } from '../types.js';

type Profile = z.output<typeof HardwareProfile>;
type ParsedMachine = z.output<typeof Machine>;

/** Layers of one machine's hardware, overrides first. */
export function hardwareLayers(
  site: string,
  asset: string,
  machine: ParsedMachine,
  profileName: string,
  profile: Profile,
): readonly Layer[] {
  return [
    {
      name: 'machine overrides',
      at: { document: `site/${site}`, path: ['machines', asset, 'overrides'] },
      data: machine.overrides,
    },
    { name: `profile ${profileName}`, at: { document: `hardware/${profileName}`, path: [] }, data: profile },
  ];
}

/** Hardware and NICs of one machine: profile, what differs, and defaults. */
export function resolveHardware(
  profileName: string,
  profile: Profile,
  machine: ParsedMachine,
): {
  readonly hardware: HardwareModel;
  readonly nics: readonly NicModel[];
  readonly bmcProtocol: 'redfish' | 'ipmi' | 'manual';
  readonly ironic: Profile['ironic'];
} {
  const merged = (
    machine.overrides === undefined
      ? profile
      : mergeLayers(hardwareLayers('', '', machine, profileName, profile))
  ) as Profile;
  return {
    hardware: hardwareOf(profileName, merged),
    nics: nicsOf(merged, machine),
    bmcProtocol: merged.bmc?.protocol ?? 'redfish',
    ironic: merged.ironic,
  };
}

/** Machines without overrides share one value for each profile: a large site has thousands of them. */
const known = new WeakMap<Profile, HardwareModel>();

function hardwareOf(profileName: string, merged: Profile): HardwareModel {
  const shared = known.get(merged);
  if (shared?.profile === profileName) return shared;
  const hardware: HardwareModel = {
    profile: profileName,
    units: merged.units ?? null,
    weightKg: merged.weightKg ?? null,
    cpu: {
      sockets: merged.cpu.sockets,
      coresPerSocket: merged.cpu.coresPerSocket,
      threadsPerCore: merged.cpu.threadsPerCore ?? 2,
      architecture: merged.cpu.architecture ?? 'amd64',
    },
    memoryGiB: merged.memoryGiB,
    gpus: gpusOf(merged),
    disks: entries(merged.disks).map(([name, disk]) => diskOf(name, disk)),
    power: {
      psus: merged.power?.psus ?? null,
      psusNeeded: merged.power?.psusNeeded ?? null,
      psuWatts: merged.power?.psuWatts ?? null,
      maxWatts: merged.power?.maxWatts ?? null,
    },
    boot: { mode: merged.boot?.mode ?? 'uefi', secureBoot: merged.boot?.secureBoot ?? false },
  };
  known.set(merged, hardware);
  return hardware;
}

function gpusOf(profile: Profile): HardwareModel['gpus'] {
  const gpus = profile.gpus;
  if (gpus === undefined) return null;
  return {
    vendor: gpus.vendor,
    model: gpus.model,
    count: gpus.count,
    memoryGB: gpus.memoryGB,
    migCapable: gpus.migCapable ?? false,
    watts: gpus.watts ?? null,
  };
}

function diskOf(name: string, disk: Profile['disks'][string]): DiskModel {
  return {
    name,
    type: disk.type,
    sizeGB: disk.sizeGB,
    role: disk.role ?? 'data',
    hint: {
      serial: disk.hint?.serial ?? null,
      wwn: disk.hint?.wwn ?? null,
      model: disk.hint?.model ?? null,
      sizeGB: disk.hint?.sizeGB ?? null,
    },
  };
}

function nicsOf(profile: Profile, machine: ParsedMachine): readonly NicModel[] {
  const names = new Set([...Object.keys(profile.nics), ...Object.keys(machine.nics ?? {})]);
  return [...names].sort(byName).map((name) => {
    const kind = profile.nics[name];
    const own = machine.nics?.[name];
    return {
      name,
      mac: own?.mac === undefined ? null : own.mac.toLowerCase().replaceAll('-', ':'),
      kind: kind?.kind ?? 'ethernet',
      gbps: kind?.gbps ?? null,
      roles: kind?.roles ?? [],
      rail: kind?.rail ?? null,
      switch: own?.switch ?? null,
      port: own?.port ?? null,
    };
  });
}
