import type { z } from 'zod';
import type { ClusterSoftware } from '../../definition/software.js';
import { amdHostFacts } from '../../facts/amd-host.js';
import { amdgpuRelease, nvidiaGpuFacts, nvSwitchFacts, pinned } from '../../facts/gpu-software.js';
import { packagedSystem, type RepositoryName, vendorRepository } from '../../facts/package-sources.js';
import { groupBy } from '../group.js';
import { byName, entries } from '../order.js';
import type { DriverModel, RepositoryModel, SiteSoftwareModel } from '../software-types.js';
import type { HardwareModel, MachineModel, SlotModel } from '../types.js';

type Wanted = z.output<typeof ClusterSoftware>;
type Gpus = NonNullable<HardwareModel['gpus']>;

/** Machines that get the same software for their GPUs. */
interface Kind {
  readonly gpus: Gpus;
  readonly architecture: HardwareModel['cpu']['architecture'];
  readonly first: SlotModel;
  readonly slots: readonly SlotModel[];
}

/** Drivers and libraries of the GPUs of a cluster, one entry for each kind of machine. Intel’s come with the image. */
export function driversOf(
  slots: readonly SlotModel[],
  machines: ReadonlyMap<string, MachineModel>,
  wanted: Wanted,
  site: SiteSoftwareModel,
): readonly DriverModel[] {
  return kindsOf(slots, machines)
    .flatMap((kind): readonly DriverModel[] => {
      if (kind.gpus.vendor === 'nvidia') return [nvidiaDriver(kind, wanted, site)];
      return kind.gpus.vendor === 'amd' ? [amdDriver(kind, wanted, site)] : [];
    })
    .sort((a, b) => byName(a.name, b.name));
}

function kindsOf(slots: readonly SlotModel[], machines: ReadonlyMap<string, MachineModel>): readonly Kind[] {
  const groups = groupBy(slots, (slot) => {
    const hardware = machines.get(slot.asset)?.hardware;
    return hardware?.gpus == null ? null : kindName(hardware.gpus, hardware.cpu.architecture, slot);
  });
  return [...groups.values()].flatMap((slots) => {
    const [first] = slots;
    const hardware = machines.get(first?.asset ?? '')?.hardware;
    return first === undefined || hardware?.gpus == null
      ? []
      : [{ gpus: hardware.gpus, architecture: hardware.cpu.architecture, first, slots }];
  });
}

/** What tells kinds apart. Most clusters have one system and one architecture, which need no mention. */
function kindName(gpus: Gpus, architecture: string, slot: SlotModel): string {
  const system = systemOf(slot)?.codename;
  const rest = [
    ...(system === undefined ? [] : [system]),
    ...(architecture === 'amd64' ? [] : [architecture]),
  ];
  return [`${gpus.vendor}-${gpus.count}x`, gpus.model, ...rest].join('-').toLowerCase();
}

function systemOf({ image }: SlotModel) {
  return packagedSystem([image.series, image.url, image.name].join(' '));
}

function common(
  { gpus, architecture, first, slots }: Kind,
  names: readonly RepositoryName[],
  rocm: string,
  site: SiteSoftwareModel,
) {
  const system = systemOf(first);
  const found = names.map((name) => {
    const mirror = site.mirrors.find((one) => one.name === name);
    const vendor =
      system === undefined
        ? undefined
        : vendorRepository(name, { system, architecture, rocm, amdgpu: amdgpuRelease(rocm) });
    if (mirror === undefined) return { name, repository: site.offline ? undefined : vendor };
    return {
      name,
      repository: {
        url: mirror.url,
        suite: mirror.suite ?? vendor?.suite ?? '/',
        components: mirror.components ?? vendor?.components ?? [],
        key: mirror.key ?? (site.offline ? null : (vendor?.key ?? null)),
      },
    };
  });
  return {
    name: kindName(gpus, architecture, first),
    gpu: gpus.model,
    gpusPerMachine: gpus.count,
    slots: slots.map((slot) => slot.name).sort(byName),
    repositories: found.flatMap(({ name, repository }): readonly RepositoryModel[] =>
      repository === undefined ? [] : [{ name, ...repository }],
    ),
    missingRepositories: found.flatMap(({ name, repository }) => (repository === undefined ? [name] : [])),
  };
}

function nvidiaDriver(kind: Kind, { nvidia }: Wanted, site: SiteSoftwareModel): DriverModel {
  const { model, count } = kind.gpus;
  const { modules } = nvidiaGpuFacts(model);
  const board = nvSwitchFacts(model, count);
  const toolkit = nvidia?.containerToolkit ?? pinned.nvidiaContainerToolkit.version;
  const cuda = nvidia?.cuda ?? 'none';
  const repositories: readonly RepositoryName[] =
    toolkit === 'none' ? ['nvidia'] : ['nvidia', 'nvidia-container-toolkit'];
  return {
    vendor: 'nvidia',
    ...common(kind, repositories, '', site),
    version: nvidia?.driver ?? pinned.nvidiaDriver.version,
    modules,
    fabricManager: board !== undefined,
    subnetManager: board?.hasSubnetManager ?? false,
    gpuDirect: nvidia?.gpuDirect ?? (modules === 'open' ? 'dma-buf' : 'peermem'),
    cuda: cuda === 'none' ? null : cuda,
    dcgm: pinned.dcgm.version,
    containerToolkit: toolkit === 'none' ? null : toolkit,
  };
}

function amdDriver(kind: Kind, { amd }: Wanted, site: SiteSoftwareModel): DriverModel {
  const rocm = amd?.rocm ?? pinned.rocm.version;
  const host = amdHostFacts(kind.gpus.model);
  return {
    vendor: 'amd',
    ...common(kind, ['amdgpu', 'rocm'], rocm, site),
    rocm,
    amdgpu: amdgpuRelease(rocm),
    parameters: entries(amd?.parameters).map(([key, value]) => ({ key, value: String(value) })),
    deepIdle: amd?.deepIdle ?? host?.deepIdle ?? true,
    sysctl: entries(host?.sysctl).map(([key, value]) => ({ key, value })),
  };
}
