import type { ImportedMachine } from '../machine.js';
import { byNumber } from '../notes.js';
import type { ImportedDisk, ImportedHardware } from '../parts.js';
import { makerSlug } from '../words.js';
import { profileNames } from './profile-names.js';

/** A hardware profile that stands for all machines that are the same. */
export interface ImportedProfile {
  readonly name: string;
  readonly hardware: ImportedHardware;
  /** Kinds or clusters of its machines, for a comment. */
  readonly kinds: readonly string[];
  readonly machines: readonly string[];
}

/** What a machine's row says beside its profile, by column. */
export type RowOverrides = Readonly<Record<string, string | number>>;

/** Profiles by name, and what machine has which. */
export interface ImportedProfiles {
  readonly profiles: readonly ImportedProfile[];
  /** Also profiles that the inventory names and does not describe. */
  readonly profileOf: ReadonlyMap<string, string>;
  readonly overridesOf: ReadonlyMap<string, RowOverrides>;
}

/** More than this share of a group that differs in memory or disks is hardware of its own. */
const fewest = 0.25;

/**
 * Groups machines by what they really are. Machines of one model with the same CPUs, GPUs, NICs and disk names share a
 * profile; the few among them with other memory, threads or disks get overrides, the many a profile of their own.
 */
export function groupProfiles(machines: readonly ImportedMachine[]): ImportedProfiles {
  const described = machines.filter(({ isDescribed }) => isDescribed);
  const families = groupBy(described, ({ profile, hardware }) => JSON.stringify([profile, coreOf(hardware)]));
  const groups = [...families.values()].flatMap(splitFamily);
  const names = profileNames(
    groups.map(({ base }) => ({
      hardware: base.hardware,
      kind: base.kind,
      given: base.profile,
      signature: JSON.stringify([coreOf(base.hardware), variantOf(base.hardware)]),
    })),
  );
  const profileOf = new Map(
    machines.flatMap(({ name, profile, isDescribed }) =>
      profile === null || isDescribed ? [] : [[name, profile] as const],
    ),
  );
  const overridesOf = new Map<string, RowOverrides>();
  const profiles = groups.map(({ base, members }, index) => {
    const name = names[index] ?? '';
    const hardware = { ...base.hardware, disks: withCommonModels(base.hardware.disks, members) };
    for (const member of members) {
      profileOf.set(member.name, name);
      overridesOf.set(member.name, overridesFor(member.hardware, hardware));
    }
    return {
      name,
      hardware,
      kinds: [...new Set(members.flatMap(({ kind }) => (kind === null ? [] : [kind])))].sort(byNumber),
      machines: members.map((member) => member.name).sort(byNumber),
    };
  });
  return { profiles: profiles.sort((a, b) => byNumber(a.name, b.name)), profileOf, overridesOf };
}

interface Group {
  /** A machine that is as the profile says. */
  readonly base: ImportedMachine;
  readonly members: readonly ImportedMachine[];
}

/** What no override changes; of the maker, the name without its legal form. */
function coreOf(hardware: ImportedHardware): unknown {
  const { manufacturer, model, units, weightKg, cpu, cpuWords, gpus, nics, disks, power, boot } = hardware;
  const { threadsPerCore: _, ...core } = cpu ?? { threadsPerCore: null };
  return [
    makerSlug(manufacturer ?? ''),
    model,
    [units, weightKg, power, boot],
    [core, cpuWords],
    gpus,
    nics.map(({ name, kind, gbps, roles, rail }) => [name, kind, gbps, roles, rail]).sort(),
    disks.map(({ name, role }) => [name, role]),
  ];
}

/** What an override can change. */
function variantOf({ cpu, memoryGiB, disks }: ImportedHardware): string {
  return JSON.stringify([
    cpu?.threadsPerCore ?? null,
    memoryGiB,
    disks.map(({ type, sizeGB }) => [type, sizeGB]),
  ]);
}

function splitFamily(family: readonly ImportedMachine[]): readonly Group[] {
  const variants = [...groupBy(family, ({ hardware }) => variantOf(hardware)).entries()].sort(
    ([one, a], [other, b]) => b.length - a.length || (one < other ? -1 : 1),
  );
  const [most] = variants;
  if (most === undefined) return [];
  const [, [base]] = most;
  // An override cannot say that something is not known.
  const isSayable = variants.every(([variant]) => !variant.includes('null'));
  const isFew = family.length - most[1].length <= family.length * fewest;
  if (base !== undefined && isSayable && isFew) return [{ base, members: family }];
  return variants.flatMap(([, members]) => (members[0] === undefined ? [] : [{ base: members[0], members }]));
}

/** The model of a disk is the profile's where all machines have the same one there. */
function withCommonModels(
  disks: readonly ImportedDisk[],
  members: readonly ImportedMachine[],
): readonly ImportedDisk[] {
  return disks.map((disk, index) => {
    const models = new Set(members.map(({ hardware }) => hardware.disks[index]?.hint.model ?? null));
    const [only = null] = models;
    return { ...disk, hint: { serial: null, wwn: null, model: models.size === 1 ? only : null } };
  });
}

function overridesFor(own: ImportedHardware, profile: ImportedHardware): RowOverrides {
  const columns: Record<string, string | number> = {};
  const set = (column: string, value: string | number | null, common: string | number | null): void => {
    if (value !== null && value !== common) columns[`overrides.${column}`] = value;
  };
  set('memoryGiB', own.memoryGiB, profile.memoryGiB);
  set('cpu.threadsPerCore', own.cpu?.threadsPerCore ?? null, profile.cpu?.threadsPerCore ?? null);
  for (const [index, { name, type, sizeGB, hint }] of own.disks.entries()) {
    const common = profile.disks[index];
    set(`disks.${name}.type`, type, common?.type ?? null);
    set(`disks.${name}.sizeGB`, sizeGB, common?.sizeGB ?? null);
    set(`disks.${name}.hint.wwn`, hint.wwn, null);
    set(`disks.${name}.hint.serial`, hint.serial, null);
    set(`disks.${name}.hint.model`, hint.model, common?.hint.model ?? null);
  }
  return columns;
}

function groupBy<Value>(
  values: readonly Value[],
  keyOf: (value: Value) => string,
): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
