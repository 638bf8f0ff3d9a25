import type { Mark } from './figure.js';

/** What a workload loses to what it runs on, between two shares of the same thing. */
export interface LayerCost {
  /** Percent. */
  readonly from: number;
  readonly to: number;
  /** What the percentage is of: the layers' figures are of different things, and do not add up. */
  readonly of: string;
  readonly source: string;
  readonly mark: Mark;
}

interface CostRow extends LayerCost {
  readonly runs: 'metal' | 'containers' | 'mig' | 'vm';
  readonly gpus: RegExp;
}

const throughput = 'throughput against bare metal';
const multiprocessors = 'multiprocessors (SMs) of each GPU that is cut, idle';

/** The first row that fits counts. */
const rows: readonly CostRow[] = [
  { runs: 'metal', gpus: /./, from: 0, to: 0, of: throughput, source: 'by definition', mark: 'V' },
  {
    runs: 'containers',
    gpus: /./,
    from: 0,
    to: 5,
    of: throughput,
    source: 'Xu, Shi, Chu, arXiv 1711.03386: small (read); at most 5 % by reports of vLLM in containers',
    mark: 'S',
  },
  {
    runs: 'vm',
    gpus: /./,
    from: 0,
    to: 5.6,
    of: throughput,
    source: 'VMware and Dell, MLPerf Inference 1.1 on A100 with vGPU, 2021 (read)',
    mark: 'V',
  },
  {
    runs: 'mig',
    gpus: /^A100/,
    from: 9.25,
    to: 9.25,
    of: multiprocessors,
    source: 'CERN Kubernetes blog 2023: 98 of 108 SMs with MIG on (read)',
    mark: 'V',
  },
  {
    runs: 'mig',
    // H100 PCIe has 114 SMs, of which no listing was read.
    gpus: /^H100-(SXM|NVL)/,
    from: 0,
    to: 15.2,
    of: multiprocessors,
    source: 'published nvidia-smi mig -lgip listings of H100: 132 SMs in one 7g, 112 in seven 1g',
    mark: 'D',
  },
  {
    runs: 'mig',
    gpus: /^RTX-PRO-6000/,
    from: 0,
    to: 2.1,
    of: multiprocessors,
    source: 'published listing of profiles: 188 SMs, 184 in four 1g',
    mark: 'D',
  },
];

/** What a layer costs on a GPU; undefined where no figure is known. */
export function layerCost(runs: CostRow['runs'], gpu: string): LayerCost | undefined {
  const found = rows.find((row) => row.runs === runs && row.gpus.test(gpu));
  if (found === undefined) return undefined;
  const { runs: _runs, gpus: _gpus, ...cost } = found;
  return cost;
}
