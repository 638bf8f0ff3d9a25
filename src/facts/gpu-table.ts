import type { Mark } from './figure.js';

/** How a GPU is mounted. */
export type GpuFormFactor = 'sxm' | 'oam' | 'pcie' | 'superchip';
export type GpuVendor = 'amd' | 'nvidia' | 'intel';

/** One GPU that can be bought. */
export interface GpuVariant {
  /** The one name that rackform uses for it. */
  readonly model: string;
  /** As marketed; what drivers report is a little less, most of all with ECC on. */
  readonly memoryGB: number;
  readonly formFactor?: GpuFormFactor;
  /** Board power; of boards with two GPUs, the half. */
  readonly watts?: number;
  /** Words that choose this variant among its family. */
  readonly says?: readonly string[];
}

/** GPUs of one chip or name, told apart by memory and form. */
export interface GpuFamily {
  readonly vendor: GpuVendor;
  /** The family is meant where a name has all the words of one of these lists. */
  readonly words: readonly (readonly string[])[];
  readonly migCapable: boolean;
  readonly variants: readonly GpuVariant[];
  readonly source: string;
  readonly mark: Mark;
}

const SXM = ['SXM', 'SXM2', 'SXM4', 'SXM5', 'SXM6', 'NVLINK', 'HBM3'];
const PCIE = ['PCIE', 'PCI'];

const nvidiaSpecs = { source: 'NVIDIA product specifications, from general knowledge', mark: 'M' } as const;
const amdSpecs = { source: 'AMD product specifications, from general knowledge', mark: 'M' } as const;
const intelSpecs = { source: 'Intel product specifications, from general knowledge', mark: 'M' } as const;
/** Memory and MIG by NVIDIA's MIG user guide, board power by specification. */
const migGuide = {
  migCapable: true,
  source: 'NVIDIA MIG user guide (read); board power by specification',
  mark: 'V',
} as const;

/** Most have one variant and one word. */
function one(vendor: GpuVendor, words: readonly string[], variant: GpuVariant): GpuFamily {
  const specs = { nvidia: nvidiaSpecs, amd: amdSpecs, intel: intelSpecs }[vendor];
  return { vendor, words: [words], migCapable: false, variants: [variant], ...specs };
}

function card(word: string, model: string, memoryGB: number, watts: number): GpuFamily {
  return one('nvidia', word.split(' '), { model, memoryGB, watts, formFactor: 'pcie' });
}

const nvidiaMig: readonly GpuFamily[] = [
  {
    vendor: 'nvidia',
    words: [['A100']],
    ...migGuide,
    variants: [
      { model: 'A100-PCIE-40GB', memoryGB: 40, watts: 250, formFactor: 'pcie', says: PCIE },
      { model: 'A100-PCIE-80GB', memoryGB: 80, watts: 300, formFactor: 'pcie', says: PCIE },
      { model: 'A100-SXM-40GB', memoryGB: 40, watts: 400, formFactor: 'sxm', says: SXM },
      { model: 'A100-SXM-80GB', memoryGB: 80, watts: 400, formFactor: 'sxm', says: SXM },
    ],
  },
  {
    vendor: 'nvidia',
    words: [['A30']],
    ...migGuide,
    variants: [{ model: 'A30', memoryGB: 24, watts: 165, formFactor: 'pcie' }],
  },
  {
    vendor: 'nvidia',
    words: [['GH200']],
    ...migGuide,
    variants: [
      { model: 'GH200-96GB', memoryGB: 96, formFactor: 'superchip' },
      { model: 'GH200-144GB', memoryGB: 144, formFactor: 'superchip', says: ['HBM3E'] },
    ],
  },
  {
    vendor: 'nvidia',
    words: [['H100'], ['H100L']],
    ...migGuide,
    variants: [
      { model: 'H100-SXM-80GB', memoryGB: 80, watts: 700, formFactor: 'sxm', says: SXM },
      { model: 'H100-SXM-96GB', memoryGB: 96, watts: 700, formFactor: 'sxm', says: SXM },
      { model: 'H100-PCIE-80GB', memoryGB: 80, watts: 350, formFactor: 'pcie', says: PCIE },
      { model: 'H100-NVL-94GB', memoryGB: 94, watts: 400, formFactor: 'pcie', says: ['NVL', 'H100L'] },
    ],
  },
  {
    vendor: 'nvidia',
    words: [['H200']],
    ...migGuide,
    variants: [
      { model: 'H200-SXM-141GB', memoryGB: 141, watts: 700, formFactor: 'sxm', says: SXM },
      { model: 'H200-NVL-141GB', memoryGB: 141, watts: 600, formFactor: 'pcie', says: ['NVL', ...PCIE] },
    ],
  },
  {
    vendor: 'nvidia',
    words: [['GB200']],
    ...migGuide,
    variants: [{ model: 'GB200', memoryGB: 186, formFactor: 'superchip' }],
  },
  {
    vendor: 'nvidia',
    words: [['GB300']],
    ...migGuide,
    source: 'NVIDIA mig-parted (read); not in the MIG user guide',
    mark: 'S',
    variants: [{ model: 'GB300', memoryGB: 278, formFactor: 'superchip' }],
  },
  {
    vendor: 'nvidia',
    words: [['B200']],
    ...migGuide,
    variants: [{ model: 'B200', memoryGB: 180, watts: 1000, formFactor: 'sxm' }],
  },
  {
    vendor: 'nvidia',
    words: [['B300']],
    ...migGuide,
    source: 'NVIDIA mig-parted (read) and DGX B300 data sheet by way of others',
    mark: 'S',
    variants: [{ model: 'B300', memoryGB: 288, watts: 1400, formFactor: 'sxm' }],
  },
  {
    vendor: 'nvidia',
    words: [['RTX', 'PRO', '6000']],
    ...migGuide,
    variants: [{ model: 'RTX-PRO-6000', memoryGB: 96, watts: 600, formFactor: 'pcie' }],
  },
];

const nvidiaDataCenter: readonly GpuFamily[] = [
  {
    vendor: 'nvidia',
    words: [['V100S']],
    migCapable: false,
    ...nvidiaSpecs,
    variants: [{ model: 'V100S-PCIE-32GB', memoryGB: 32, watts: 250, formFactor: 'pcie' }],
  },
  {
    vendor: 'nvidia',
    words: [['V100']],
    migCapable: false,
    ...nvidiaSpecs,
    variants: [
      { model: 'V100-PCIE-16GB', memoryGB: 16, watts: 250, formFactor: 'pcie', says: PCIE },
      { model: 'V100-PCIE-32GB', memoryGB: 32, watts: 250, formFactor: 'pcie', says: PCIE },
      { model: 'V100-SXM2-16GB', memoryGB: 16, watts: 300, formFactor: 'sxm', says: SXM },
      { model: 'V100-SXM2-32GB', memoryGB: 32, watts: 300, formFactor: 'sxm', says: SXM },
      { model: 'V100-SXM3-32GB', memoryGB: 32, watts: 350, formFactor: 'sxm', says: ['SXM3'] },
    ],
  },
  {
    vendor: 'nvidia',
    words: [['P100']],
    migCapable: false,
    ...nvidiaSpecs,
    variants: [
      { model: 'P100-PCIE-12GB', memoryGB: 12, watts: 250, formFactor: 'pcie', says: PCIE },
      { model: 'P100-PCIE-16GB', memoryGB: 16, watts: 250, formFactor: 'pcie', says: PCIE },
      { model: 'P100-SXM2-16GB', memoryGB: 16, watts: 300, formFactor: 'sxm', says: SXM },
    ],
  },
  {
    vendor: 'nvidia',
    words: [['L40S']],
    migCapable: false,
    source: 'MLPerf system descriptions and NVIDIA specifications; not in the list of GPUs with MIG (read)',
    mark: 'S',
    variants: [{ model: 'L40S', memoryGB: 48, watts: 350, formFactor: 'pcie' }],
  },
  card('L40', 'L40', 48, 300),
  card('L4', 'L4', 24, 72),
  card('T4', 'T4', 16, 70),
  card('A40', 'A40', 48, 300),
  card('A10', 'A10', 24, 150),
  card('A10G', 'A10G', 24, 300),
  card('A16', 'A16', 16, 62),
  card('A2', 'A2', 16, 60),
  card('P40', 'P40', 24, 250),
  card('P4', 'P4', 8, 75),
  {
    vendor: 'nvidia',
    words: [['M40']],
    migCapable: false,
    ...nvidiaSpecs,
    variants: [
      { model: 'M40-12GB', memoryGB: 12, watts: 250, formFactor: 'pcie' },
      { model: 'M40-24GB', memoryGB: 24, watts: 250, formFactor: 'pcie' },
    ],
  },
  card('M60', 'M60', 8, 150),
  card('M10', 'M10', 8, 56),
  card('K80', 'K80', 12, 150),
  ...['K40', 'K40M', 'K40C', 'K40T'].map((word) => card(word, 'K40', 12, 235)),
  ...['K20X', 'K20XM'].map((word) => card(word, 'K20X', 6, 235)),
  ...['K20', 'K20M', 'K20C'].map((word) => card(word, 'K20', 5, 225)),
  card('M2090', 'M2090', 6, 225),
  card('M2075', 'M2075', 6, 225),
  card('M2070', 'M2070', 6, 225),
  card('M2050', 'M2050', 3, 225),
  card('C2075', 'C2075', 6, 225),
];

/** The longer names first: `RTX 6000 Ada` is no `RTX 6000`. */
const nvidiaWorkstation: readonly GpuFamily[] = [
  card('RTX PRO 5000', 'RTX-PRO-5000', 48, 300),
  card('RTX 6000 ADA', 'RTX-6000-ADA', 48, 300),
  card('RTX 5000 ADA', 'RTX-5000-ADA', 32, 250),
  card('RTX 4000 ADA', 'RTX-4000-ADA', 20, 130),
  card('A6000', 'RTX-A6000', 48, 300),
  card('A5500', 'RTX-A5500', 24, 230),
  card('A5000', 'RTX-A5000', 24, 230),
  card('A4500', 'RTX-A4500', 20, 200),
  card('A4000', 'RTX-A4000', 16, 140),
  {
    vendor: 'nvidia',
    words: [
      ['QUADRO', 'RTX', '6000'],
      ['QUADRO', 'RTX', '8000'],
      ['TU102GL', 'RTX', '6000'],
      ['RTX', '8000'],
      ['RTX', '6000'],
    ],
    migCapable: false,
    ...nvidiaSpecs,
    variants: [
      { model: 'QUADRO-RTX-6000', memoryGB: 24, watts: 295, formFactor: 'pcie', says: ['6000'] },
      { model: 'QUADRO-RTX-8000', memoryGB: 48, watts: 295, formFactor: 'pcie', says: ['8000'] },
    ],
  },
  card('QUADRO RTX 5000', 'QUADRO-RTX-5000', 16, 265),
  card('QUADRO RTX 4000', 'QUADRO-RTX-4000', 8, 160),
  card('QUADRO GV100', 'QUADRO-GV100', 32, 250),
  card('QUADRO GP100', 'QUADRO-GP100', 16, 235),
  card('QUADRO P6000', 'QUADRO-P6000', 24, 250),
  card('QUADRO P5000', 'QUADRO-P5000', 16, 180),
  card('QUADRO P4000', 'QUADRO-P4000', 8, 105),
  card('TITAN RTX', 'TITAN-RTX', 24, 280),
  card('TITAN XP', 'TITAN-XP', 12, 250),
  card('TITAN V', 'TITAN-V', 12, 250),
  card('TITAN X', 'TITAN-X', 12, 250),
];

const nvidiaGeForce: readonly GpuFamily[] = [
  card('RTX 5090', 'RTX-5090', 32, 575),
  card('RTX 4090', 'RTX-4090', 24, 450),
  card('RTX 4080', 'RTX-4080', 16, 320),
  card('RTX 3090 TI', 'RTX-3090-TI', 24, 450),
  card('RTX 3090', 'RTX-3090', 24, 350),
  card('RTX 3080 TI', 'RTX-3080-TI', 12, 350),
  {
    ...card('RTX 3080', 'RTX-3080', 10, 320),
    variants: [
      { model: 'RTX-3080-10GB', memoryGB: 10, watts: 320, formFactor: 'pcie' },
      { model: 'RTX-3080-12GB', memoryGB: 12, watts: 350, formFactor: 'pcie' },
    ],
  },
  card('RTX 3070', 'RTX-3070', 8, 220),
  card('RTX 2080 TI', 'RTX-2080-TI', 11, 250),
  card('RTX 2080 SUPER', 'RTX-2080-SUPER', 8, 250),
  card('RTX 2080', 'RTX-2080', 8, 215),
  card('RTX 2070', 'RTX-2070', 8, 175),
  card('GTX 1080 TI', 'GTX-1080-TI', 11, 250),
  card('GTX 1080', 'GTX-1080', 8, 180),
  card('GTX 1070', 'GTX-1070', 8, 150),
  card('GTX 980 TI', 'GTX-980-TI', 6, 250),
  card('GTX 980', 'GTX-980', 4, 165),
];

const nvidiaEmbedded: readonly GpuFamily[] = [
  {
    vendor: 'nvidia',
    words: [['AGX', 'XAVIER'], ['XAVIER']],
    migCapable: false,
    ...nvidiaSpecs,
    variants: [
      { model: 'AGX-XAVIER-16GB', memoryGB: 16, formFactor: 'superchip' },
      { model: 'AGX-XAVIER-32GB', memoryGB: 32, formFactor: 'superchip' },
      { model: 'AGX-XAVIER-64GB', memoryGB: 64, formFactor: 'superchip' },
    ],
  },
  {
    vendor: 'nvidia',
    words: [['AGX', 'ORIN'], ['ORIN']],
    migCapable: false,
    ...nvidiaSpecs,
    variants: [
      { model: 'AGX-ORIN-32GB', memoryGB: 32, formFactor: 'superchip' },
      { model: 'AGX-ORIN-64GB', memoryGB: 64, formFactor: 'superchip' },
    ],
  },
];

const oam = (model: string, memoryGB: number, watts: number, ...words: readonly string[]): GpuFamily =>
  one('amd', words.length === 0 ? [model] : words, { model, memoryGB, watts, formFactor: 'oam' });

const amd: readonly GpuFamily[] = [
  {
    ...oam('MI300X', 192, 750),
    source: 'MLPerf Inference 4.1 system descriptions; AMD MI300X guide (both read)',
    mark: 'V',
  },
  one('amd', ['MI300A'], { model: 'MI300A', memoryGB: 128, watts: 550, formFactor: 'superchip' }),
  oam('MI325X', 256, 1000),
  oam('MI350X', 288, 1000),
  oam('MI355X', 288, 1400),
  // The PCI data base has one name for both, `Instinct MI250X/MI250`; they differ in compute units only.
  oam('MI250X', 128, 560),
  oam('MI250', 128, 560),
  one('amd', ['MI210'], { model: 'MI210', memoryGB: 64, watts: 300, formFactor: 'pcie' }),
  one('amd', ['MI100'], { model: 'MI100', memoryGB: 32, watts: 300, formFactor: 'pcie' }),
  one('amd', ['MI60'], { model: 'MI60', memoryGB: 32, watts: 300, formFactor: 'pcie' }),
  {
    vendor: 'amd',
    words: [['MI50']],
    migCapable: false,
    ...amdSpecs,
    variants: [
      { model: 'MI50-16GB', memoryGB: 16, watts: 300, formFactor: 'pcie' },
      { model: 'MI50-32GB', memoryGB: 32, watts: 300, formFactor: 'pcie' },
    ],
  },
  one('amd', ['MI25'], { model: 'MI25', memoryGB: 16, watts: 300, formFactor: 'pcie' }),
  one('amd', ['PRO', 'VII'], { model: 'RADEON-PRO-VII', memoryGB: 16, watts: 250, formFactor: 'pcie' }),
  one('amd', ['RADEON', 'VII'], { model: 'RADEON-VII', memoryGB: 16, watts: 300, formFactor: 'pcie' }),
];

const intel: readonly GpuFamily[] = [
  one('intel', ['MAX', '1550'], { model: 'MAX-1550', memoryGB: 128, watts: 600, formFactor: 'oam' }),
  one('intel', ['MAX', '1100'], { model: 'MAX-1100', memoryGB: 48, watts: 300, formFactor: 'pcie' }),
  one('intel', ['FLEX', '170'], { model: 'FLEX-170', memoryGB: 16, watts: 150, formFactor: 'pcie' }),
  one('intel', ['GAUDI3'], { model: 'GAUDI3', memoryGB: 128, watts: 900, formFactor: 'oam' }),
  one('intel', ['GAUDI2'], { model: 'GAUDI2', memoryGB: 96, watts: 600, formFactor: 'oam' }),
  one('intel', ['7120P'], { model: 'XEON-PHI-7120P', memoryGB: 16, watts: 300, formFactor: 'pcie' }),
  one('intel', ['5110P'], { model: 'XEON-PHI-5110P', memoryGB: 8, watts: 225, formFactor: 'pcie' }),
];

/** Every GPU that rackform knows. The first family that a name fits is meant. */
export const gpuFamilies: readonly GpuFamily[] = [
  ...nvidiaMig,
  ...nvidiaWorkstation,
  ...nvidiaDataCenter,
  ...nvidiaGeForce,
  ...nvidiaEmbedded,
  ...amd,
  ...intel,
];
