import { matchGpu } from '../../facts/gpus.js';
import type { Expected, ExpectedNic } from './expected.js';
import type { Found } from './found.js';

/**
 * What is wrong with a machine, one sentence each, in the words of the check on the machine itself. Names of GPUs
 * are compared here only: the table of them is not on the machine.
 */
export function compareWithModel(expected: Expected, found: Found): readonly string[] {
  return [
    ...memoryProblems(expected, found),
    ...gpuProblems(expected, found),
    ...nicProblems(expected, found),
    ...diskProblems(expected, found),
    ...expected.mounts
      .filter((mount) => !found.mounts.includes(mount))
      .map((mount) => `mount ${mount}: nothing is mounted there`),
  ];
}

function memoryProblems({ memoryMiB }: Expected, found: Found): readonly string[] {
  if (found.memoryMiB >= memoryMiB) return [];
  return [`memory: ${found.memoryMiB} MiB, at least ${memoryMiB} are expected`];
}

function gpuProblems({ gpus }: Expected, found: Found): readonly string[] {
  if (gpus === null) return [];
  const count = found.gpus.counts[gpus.vendor] ?? 0;
  const others = found.gpus.names.filter((name) => {
    const { gpu, certainty, candidates } = matchGpu(name);
    return certainty !== 'unknown' && gpu.model !== gpus.model && !candidates.includes(gpus.model);
  });
  return [
    ...(count === gpus.count ? [] : [`GPUs: ${count} of ${gpus.vendor}, ${gpus.count} are expected`]),
    ...[...new Set(others)].map((name) => `GPUs: ${name}, ${gpus.model} is expected`),
  ];
}

/** An InfiniBand port shows 20 octets; the last eight are its own. */
const own = (mac: string): string => mac.toLowerCase().slice(-23);

function nicProblems({ nics }: Expected, found: Found): readonly string[] {
  const byMac = new Map(found.nics.map((nic) => [own(nic.mac), nic]));
  return nics.flatMap((nic) => {
    const what = nic.rail === null ? `NIC ${nic.name}` : `rail ${nic.rail} (${nic.name})`;
    const one = byMac.get(own(nic.mac));
    if (one === undefined) return [`${what}: no NIC has the address ${nic.mac}`];
    return linkProblems(nic, one).map((problem) => `${what}: ${problem}`);
  });
}

function linkProblems(nic: ExpectedNic, found: Found['nics'][number]): readonly string[] {
  const problems: string[] = [];
  if (nic.mtu !== null) {
    if (!found.isUp) return ['the link is down'];
    if (found.mtu !== nic.mtu) problems.push(`MTU ${found.mtu}, ${nic.mtu} is expected`);
    if (nic.mbps !== null && found.mbps !== null && found.mbps > 0 && found.mbps < nic.mbps) {
      problems.push(`${found.mbps} Mb/s, ${nic.mbps} are expected`);
    }
  }
  if (found.switch !== null && found.port !== null && nic.switch !== null && nic.port !== null) {
    const place = (name: string, port: string) => `${name.split('.')[0]} ${port}`.toLowerCase();
    if (place(found.switch, found.port) !== place(nic.switch, nic.port)) {
      problems.push(`it is on ${found.switch} ${found.port}, ${nic.switch} ${nic.port} is expected`);
    }
  }
  return problems;
}

function diskProblems({ disks }: Expected, found: Found): readonly string[] {
  const left = [...found.disks];
  return [...disks]
    .sort((a, b) => a.bytes - b.bytes)
    .flatMap(({ name, kind, bytes }) => {
      const index = left.findIndex((one) => one.kind === kind && Math.abs(one.bytes - bytes) <= bytes * 0.02);
      if (index >= 0) left.splice(index, 1);
      return index >= 0 ? [] : [`disk ${name}: no ${kind} of ${Math.floor(bytes / 1e9)} GB is there`];
    });
}
