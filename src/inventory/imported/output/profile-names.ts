import { createHash } from 'node:crypto';
import type { ImportedHardware } from '../parts.js';
import { makerSlug, slug } from '../words.js';

const longest = 63;

/** What a profile is named from. */
export interface Nameable {
  readonly hardware: ImportedHardware;
  readonly kind: string | null;
  /** Name that the inventory gives it; then no other is looked for. */
  readonly given: string | null;
  /** Different for different hardware, the same for the same. */
  readonly signature: string;
}

/**
 * Names for profiles: maker, model and GPU, such as `dell-poweredge-xe9680-mi300x`. Where several would have one name,
 * what tells them apart follows: GPUs, CPU, memory, NICs, disks, and as a last resort a digest. So a name moves only
 * when other hardware of the same model comes or goes.
 */
export function profileNames(bases: readonly Nameable[]): readonly string[] {
  let names = bases.map(baseName);
  for (const feature of features) {
    const words = bases.map(({ hardware }) => feature(hardware));
    names = names.map((name, index) => {
      const rivals = names.flatMap((other, place) => (other === name ? [words[place] ?? ''] : []));
      const isTold = rivals.length > 1 && new Set(rivals).size > 1;
      return isTold && words[index] !== '' ? shorten(name, words[index] ?? '') : name;
    });
  }
  return names.map((name, index) => {
    const base = bases[index];
    if (base === undefined || names.filter((other) => other === name).length < 2) return name;
    const digest = createHash('sha256').update(base.signature).digest('hex').slice(0, 6);
    return shorten(name, digest);
  });
}

function shorten(name: string, more: string): string {
  const room = longest - more.length - 1;
  // Whole words only: half a word reads like another fact.
  const head = name.length <= room ? name : name.slice(0, room + 1).replace(/-[^-]*$/, '');
  return `${head}-${more}`;
}

function baseName({ hardware, kind, given }: Nameable): string {
  if (given !== null) return given;
  const maker = makerSlug(hardware.manufacturer ?? '');
  const model = slug(hardware.model ?? '', 40);
  const known = model.startsWith(`${maker}-`) ? [model] : [maker, model];
  const words = known.filter((word) => word !== '');
  const head = words.length > 0 ? words.join('-') : slug(kind ?? '', 40) || 'server';
  const gpu = hardware.gpus === null ? '' : slug(hardware.gpus.model, 24);
  const name = head.slice(0, longest).replace(/-+$/, '');
  return gpu === '' || name.endsWith(`-${gpu}`) ? name : shorten(name, gpu);
}

type Feature = (hardware: ImportedHardware) => string;

const features: readonly Feature[] = [
  ({ gpus }) => (gpus === null ? '' : `${gpus.count ?? 0}gpu`),
  ({ cpu }) => cpuWord(cpu?.model ?? ''),
  ({ memoryGiB }) => (memoryGiB === null ? '' : `${Math.round(memoryGiB)}gib`),
  ({ nics }) => nicWord(nics),
  ({ disks }) => diskWord(disks),
  ({ cpu }) => (cpu?.threadsPerCore == null ? '' : `${cpu.threadsPerCore}t`),
];

/** The number on the CPU, such as `gold-6126` or `e5-2680-v4`. */
function cpuWord(model: string): string {
  const plain = slug(model.replace(/@.*$/, ''), 60);
  const number = /(?:(?:gold|silver|bronze|platinum)-\w+|e[357]-\w+(?:-v\d)?|epyc-\w+|d-\d+\w*)/.exec(
    plain,
  )?.[0];
  return number ?? plain.slice(0, 20).replace(/-+$/, '');
}

/** Ports by speed, such as `2x25g-1xib`. */
function nicWord(nics: ImportedHardware['nics']): string {
  return counted(
    nics.map(({ kind, gbps }) =>
      kind === 'infiniband' ? 'ib' : gbps === null ? 'nic' : `${slug(String(gbps))}g`,
    ),
  );
}

function diskWord(disks: ImportedHardware['disks']): string {
  return counted(disks.map(({ sizeGB }) => `${Math.round(sizeGB ?? 0)}gb`));
}

function counted(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of [...words].sort()) counts.set(word, (counts.get(word) ?? 0) + 1);
  return slug([...counts].map(([word, count]) => `${count}x${word}`).join('-'), 30);
}
