import { InternalError } from '../../src/errors.js';
import type { SiteModel } from '../../src/model/types.js';
import { synth, withoutNotes } from './synth.js';

/** Where something stands in a model. */
export type Path = readonly (string | number)[];

/** Fields whose values are words of a list: another word of it, by the end of the path. */
const words: Readonly<Record<string, string>> = {
  'release.erase': 'quick',
  'bond.mode': 'active-backup',
  'bond.lacpRate': 'slow',
  'kernel.acs': 'firmware',
  'scratch.filesystem': 'ext4',
  'disks.type': 'hdd',
  'rails.kind': 'infiniband',
  'links.mode': 'dhcp',
  'ranges.type': 'dynamic',
  'dhcp.by': 'nobody',
  'boot.mode': 'uefi',
  'enrolments.protocol': 'manual',
  'networks.mode': 'external',
  'fabrics.mode': 'managed',
  'zones.mode': 'managed',
  'machines.bootNic': 'eno2',
  domainMode: 'existing',
  'storage.layout': 'flat',
  'provisioner.providerVersion': '2.9.0',
  'provisioner.type': 'dry-run',
  'rails.address': '10.99.0.1',
  'links.subnet': '10.98.0.0/24',
  'dhcp.to': 'storage',
  'ironic.hardwareType': 'idrac',
  'interfaces.name': 'deploy',
  'cpu.architecture': 'arm64',
  'checksum.algorithm': 'md5',
};

function changed(path: Path, value: unknown): unknown {
  const names = path.filter((step) => typeof step === 'string');
  const word = words[names.slice(-2).join('.')] ?? words[names.slice(-1).join('.')];
  if (word !== undefined) return word;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return value === null ? 'x' : `${value}x`;
}

function* leaves(value: unknown, path: Path = []): Iterable<{ path: Path; value: unknown }> {
  if (typeof value !== 'object' || value === null) {
    yield { path, value };
    return;
  }
  const isList = Array.isArray(value);
  for (const [key, child] of Object.entries(value))
    yield* leaves(child, [...path, isList ? Number(key) : key]);
}

function set(target: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const copy: Record<string | number, unknown> = Array.isArray(target)
    ? ([...target] as never)
    : { ...(target as object) };
  copy[step] = set((target as never)[step], rest, value);
  return copy;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => (inner as never)[step], value);
}

function outputOf(model: SiteModel): string {
  return JSON.stringify(withoutNotes(synth(model).stacks));
}

/** Paths of leaves below a record whose change changes no byte of Terraform. A refusal counts as a change. */
export function unnoticed(model: SiteModel, root: Path): string[] {
  const before = outputOf(model);
  const seen = new Map<string, boolean>();
  for (const { path, value } of leaves(at(model, root))) {
    // It holds ids of what is there, which no single leaf can stand for.
    if (value === null && path.at(-1) === 'adopted') continue;
    // What another provisioner has: it is null here, or the model is not one of this provisioner.
    if (value === null && path.at(-1) === 'ironic') continue;
    const full = [...root, ...path];
    const name = path.filter((step) => typeof step === 'string').join('.');
    const isNoticed = () => {
      try {
        return outputOf(set(model, full, changed(full, value)) as SiteModel) !== before;
      } catch (error) {
        // A mistake that the constructs name, or two things of one address.
        if (error instanceof InternalError || /address of two constructs/.test(String(error))) return true;
        throw error;
      }
    };
    seen.set(name, (seen.get(name) ?? false) || isNoticed());
  }
  return [...seen].flatMap(([name, noticed]) => (noticed ? [] : [name])).sort();
}
