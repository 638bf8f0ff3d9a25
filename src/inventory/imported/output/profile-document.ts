import { unitsOfModel } from '../../../facts/hardware/chassis.js';
import type { DocumentMap } from '../../emit.js';
import { byNumber } from '../notes.js';
import type { ImportedCpu, ImportedGpus, ImportedHardware } from '../parts.js';

/** A hardware profile as a document, what is not known as comments to fill in. */
export function profileDocument(hardware: ImportedHardware, origin: string): DocumentMap {
  const { manufacturer, model, cpu, memoryGiB, gpus, nics, disks } = hardware;
  return {
    ...(manufacturer === null ? {} : { manufacturer }),
    ...(model === null ? {} : { model }),
    ...heightDocument(hardware),
    ...(cpu === null ? { '#cpu': cpuComment(hardware.cpuWords) } : { cpu: cpuDocument(cpu) }),
    ...(memoryGiB === null ? { '#memory': 'memoryGiB:  # fill in: RAM in GiB' } : { memoryGiB }),
    ...(gpus === null ? {} : { gpus: gpuDocument(gpus) }),
    nics: nicsDocument(nics),
    disks: disksDocument(disks),
    ...bootDocument(hardware.boot),
    ...powerDocument(hardware.power),
    sources: sourcesOf(hardware, origin),
  };
}

function heightDocument({ units, weightKg, model }: ImportedHardware): DocumentMap {
  const weight = { weightKg: weightKg ?? undefined };
  if (units !== null) return { units, ...weight };
  const height = model === null ? null : unitsOfModel(model);
  const suggestion = height === null ? '' : ` (${height}, by public specification)`;
  return { '#units': `units:  # fill in: height in rack units${suggestion}`, ...weight };
}

function cpuComment(words: string | null): string {
  const known = words === null ? '' : `; ${words}`;
  return `cpu:  # fill in: { sockets: , coresPerSocket: , threadsPerCore: }${known}`;
}

function nicsDocument(nics: ImportedHardware['nics']): DocumentMap {
  return Object.fromEntries(
    [...nics]
      .sort((a, b) => byNumber(a.name, b.name))
      .map(({ name, kind, gbps, roles, rail }) => [
        name,
        {
          gbps: gbps ?? undefined,
          kind: kind === 'ethernet' ? undefined : kind,
          roles: roles.length === 0 ? undefined : roles,
          rail: rail ?? undefined,
        },
      ]),
  );
}

function disksDocument(disks: ImportedHardware['disks']): DocumentMap {
  return Object.fromEntries(
    disks.map(({ name, type, sizeGB, role, hint }) => [
      name,
      {
        type,
        ...(sizeGB === null ? { '#size': 'sizeGB:  # fill in: size in GB' } : { sizeGB }),
        role: role ?? undefined,
        hint: hint.model === null ? undefined : { model: hint.model },
      },
    ]),
  );
}

function bootDocument({ mode, secureBoot }: ImportedHardware['boot']): DocumentMap {
  if (mode === null && secureBoot === null)
    return { '#boot': 'boot:  # fill in: { mode: bios } where the firmware does not boot by UEFI' };
  return { boot: { mode: mode ?? undefined, secureBoot: secureBoot ?? undefined } };
}

function powerDocument({ psus, psusNeeded, psuWatts, maxWatts }: ImportedHardware['power']): DocumentMap {
  const known = {
    psus: psus ?? undefined,
    psusNeeded: psusNeeded ?? undefined,
    psuWatts: psuWatts ?? undefined,
    maxWatts: maxWatts ?? undefined,
  };
  const draw = 'power:  # fill in: { psus: , psuWatts: , maxWatts: } to have feeds and racks checked';
  if (Object.values(known).every((value) => value === undefined)) return { '#power': draw };
  return {
    power: {
      ...known,
      ...(maxWatts === null
        ? { '#watts': 'maxWatts:  # fill in: most that the machine draws, to have feeds and racks checked' }
        : {}),
    },
  };
}

function cpuDocument({
  sockets,
  coresPerSocket,
  threadsPerCore,
  architecture,
  model,
}: ImportedCpu): DocumentMap {
  return {
    sockets,
    coresPerSocket,
    threadsPerCore: threadsPerCore ?? undefined,
    ...(architecture === null
      ? { '#architecture': 'architecture:  # fill in: amd64 is taken otherwise' }
      : { architecture }),
    model: model ?? undefined,
  };
}

function gpuDocument(gpus: ImportedGpus): DocumentMap {
  const { vendor, model, count, memoryGB, formFactor, migCapable, watts } = gpus;
  return {
    ...(vendor === null ? { '#vendor': 'vendor:  # fill in: amd, nvidia or intel' } : { vendor }),
    model,
    ...(count === null ? { '#count': 'count:  # fill in: GPUs in one machine' } : { count }),
    ...(memoryGB === null ? { '#memory': 'memoryGB:  # fill in: memory of one GPU in GB' } : { memoryGB }),
    formFactor: formFactor ?? undefined,
    migCapable: migCapable ? true : undefined,
    watts: watts ?? undefined,
  };
}

function sourcesOf({ cpu, gpus, nics, disks }: ImportedHardware, origin: string): DocumentMap {
  const cores = {
    counted: {},
    specification: {
      'cpu.coresPerSocket': {
        source: 'threads of the inventory, cores by specification of the CPU',
        mark: 'M',
      },
    },
    assumed: {
      'cpu.coresPerSocket': {
        source: 'threads of the inventory; how many share a core is assumed',
        mark: '?',
      },
    },
  }[cpu?.coresBy ?? 'counted'];
  return {
    '*': { source: origin, mark: 'V' },
    ...cores,
    ...(gpus === null
      ? {}
      : {
          gpus: { source: 'name and count of the inventory, the rest by GPU table of rackform', mark: 'D' },
        }),
    ...(nics.some(({ roles }) => roles.length > 0)
      ? {
          'nics.roles': { source: 'which ports are enabled and connected', mark: 'D' },
        }
      : {}),
    ...(disks.length > 1 ? { 'disks.role': { source: 'order of the names', mark: 'D' } } : {}),
  };
}
