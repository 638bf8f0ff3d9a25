/** A kernel option taken apart: `pci=realloc=off` has the key `pci` and the value `realloc=off`. */
export interface KernelOption {
  readonly text: string;
  readonly key: string;
  readonly value: string | null;
}

/** Keys that Linux takes more than once, each time for its own. */
const MANY: ReadonlySet<string> = new Set([
  'console',
  'crashkernel',
  'dyndbg',
  'earlycon',
  'earlyprintk',
  'efi',
  'hugepages',
  'hugepagesz',
  'ip',
  'memmap',
  'modprobe.blacklist',
  'module_blacklist',
  'pci',
  'video',
]);

/** Takes options apart at the first `=`. */
export function kernelOptions(options: readonly string[]): readonly KernelOption[] {
  return options.map((text) => {
    const equals = text.indexOf('=');
    return equals < 0
      ? { text, key: text, value: null }
      : { text, key: text.slice(0, equals), value: text.slice(equals + 1) };
  });
}

/** True where a key may stand on the command line more than once. */
export function mayRepeat(key: string): boolean {
  return MANY.has(key) || key.startsWith('rd.') || key.startsWith('systemd.');
}

/** All settings of `pci=`, which takes a list and may be repeated. */
export function pciSettings(options: readonly KernelOption[]): readonly string[] {
  return options.flatMap(({ key, value }) => (key === 'pci' && value !== null ? value.split(',') : []));
}

/** Memory in GiB that the options set aside as huge pages. */
export function hugePagesGiB(options: readonly KernelOption[]): number {
  let pageGiB = sizeGiB(options.find(({ key }) => key === 'default_hugepagesz')?.value) ?? 2 / 1024;
  let total = 0;
  for (const { key, value } of options) {
    if (key === 'hugepagesz') pageGiB = sizeGiB(value) ?? pageGiB;
    const count = Number(value);
    if (key === 'hugepages' && value !== null && Number.isFinite(count)) total += count * pageGiB;
  }
  return total;
}

function sizeGiB(value: string | null | undefined): number | null {
  const match = /^(\d+)([KMG])$/i.exec(value ?? '');
  if (match === null) return null;
  const unit = { K: 1 / 1024 / 1024, M: 1 / 1024, G: 1 }[(match[2] ?? 'G').toUpperCase()] ?? 1;
  return Number(match[1]) * unit;
}
