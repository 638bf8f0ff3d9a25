import { machineTests } from '../../facts/machine-tests.js';
import type { MachineModel, SiteModel } from '../../model/types.js';

/** What Ironic is told to burn a node in. */
export interface Burnin {
  readonly node: string;
  /** Added to the `driver_info` of the node. */
  readonly driverInfo: Readonly<Record<string, number>>;
  readonly cleanSteps: readonly { readonly interface: 'deploy'; readonly step: string }[];
}

/**
 * Burn-in of the machines of a site that are in no slot: it writes over all disks. The network is not among it, since
 * its pairs know each other by addresses that only the ramdisk gets.
 */
export function ironicBurnin({ site, clusters }: SiteModel): readonly Burnin[] {
  if (site.provisioner.type !== 'ironic') return [];
  const used = new Set(
    clusters.flatMap(({ slots }) => slots.flatMap((slot) => [slot.asset, ...slot.lettingGo])),
  );
  return site.machines
    .filter(({ asset, state }) => !used.has(asset) && state !== 'adopted' && state !== 'retired')
    .map(burninOf);
}

function burninOf({ asset, hardware: { gpus } }: MachineModel): Burnin {
  // The step is for CUDA: with GPUs of another vendor it fails.
  const count = gpus?.vendor === 'nvidia' ? gpus.count : 0;
  const tests = machineTests.filter(({ part }) => part !== 'gpus' || count > 0);
  const times = tests.map(({ ironicTime: { key, defaultSec } }) => [key, defaultSec] as const);
  return {
    node: asset,
    driverInfo: {
      // Without it the step tells only that they work, not that one is missing.
      ...(count > 0 ? { agent_burnin_gpu_count: count } : {}),
      ...Object.fromEntries(times.filter(([, seconds]) => seconds > 0)),
    },
    cleanSteps: tests.map(({ ironic }) => ({ interface: 'deploy', step: ironic })),
  };
}

/** The same as commands of the client of Ironic. */
export function ironicBurninCommands(model: SiteModel): string {
  const nodes = ironicBurnin(model);
  if (nodes.length === 0) return `# No machine of ${model.site.name} is a node of Ironic in no slot.\n`;
  const lines = nodes.flatMap(({ node, driverInfo, cleanSteps }) => {
    const settings = Object.entries(driverInfo).map(([key, value]) => ` --driver-info ${key}=${value}`);
    return [
      `baremetal node set ${node}${settings.join('')}`,
      `baremetal node clean ${node} --clean-steps '${JSON.stringify(cleanSteps)}'`,
    ];
  });
  return [
    `# Burn-in of the machines of ${model.site.name} that are in no slot. It writes over all of their disks.`,
    '# Nodes must be manageable (baremetal node manage), and the ramdisk must have stress-ng, fio, and gpu-burn for GPUs.',
    ...lines,
    '',
  ].join('\n');
}
