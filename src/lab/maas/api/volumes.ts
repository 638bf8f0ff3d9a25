import { uuidOf } from '../../../protocol/uuid.js';
import { apiRefusal, formRefusal, invalidChoice, noSuch, Refusal } from '../../refusal.js';
import type { Request } from '../call.js';
import type { FilesystemRecord, LogicalVolumeRecord, MachineRecord, VolumeRecord } from '../records.js';
import { checkMount, refuseStorage } from './disks.js';

/** What a RAID or a volume group is made of, by ids. */
export type Members = Pick<VolumeRecord, 'disks' | 'partitions' | 'spareDisks' | 'sparePartitions'>;

/** LVM and md take this much of each member for themselves. */
const memberBytes = 4 * 1024 * 1024;

function sizes(machine: MachineRecord, disks: readonly number[], partitions: readonly number[]): number[] {
  return machine.disks.flatMap((disk) => [
    ...(disks.includes(disk.id) ? [disk.sizeBytes - memberBytes] : []),
    ...disk.partitions
      .filter(({ id }) => partitions.includes(id))
      .map(({ sizeBytes }) => sizeBytes - memberBytes),
  ]);
}

/** How many members' worth of data a RAID holds, of so many. */
const dataMembers: Readonly<Record<string, (members: number) => number>> = {
  '0': (members) => members,
  '1': () => 1,
  '5': (members) => members - 1,
  '6': (members) => members - 2,
  '10': (members) => members / 2,
};

export function sizeOf(machine: MachineRecord, volume: VolumeRecord): number {
  const all = sizes(machine, volume.disks, volume.partitions);
  if (volume.kind === 'volume-group') return all.reduce((sum, size) => sum + size, 0);
  const least = Math.min(...all);
  return Math.floor(least * (dataMembers[volume.level ?? '']?.(all.length) ?? 1));
}

/** MAAS offers the disks and partitions that are not in use. */
function checkMembers(machine: MachineRecord, members: Members, own: number | null): void {
  const others = machine.volumes.filter(({ id }) => id !== own);
  const usedDisks = new Set(others.flatMap(({ disks, spareDisks }) => [...disks, ...spareDisks]));
  const usedPartitions = new Set(
    others.flatMap(({ partitions, sparePartitions }) => [...partitions, ...sparePartitions]),
  );
  const free = machine.disks.filter(
    ({ id, partitions, filesystem }) => !usedDisks.has(id) && partitions.length === 0 && filesystem === null,
  );
  const freeDisks = new Set(free.map(({ id }) => id));
  const freePartitions = new Set(
    machine.disks
      .flatMap(({ partitions }) => partitions)
      .filter(({ id, filesystem }) => !usedPartitions.has(id) && filesystem === null)
      .map(({ id }) => id),
  );
  const check = (field: string, ids: readonly number[], choices: ReadonlySet<number>) => {
    const wrong = ids.find((id) => !choices.has(id));
    if (wrong !== undefined) throw formRefusal({ [field]: invalidChoice(String(wrong)) });
  };
  check('block_devices', members.disks, freeDisks);
  check('partitions', members.partitions, freePartitions);
  check('spare_devices', members.spareDisks, freeDisks);
  check('spare_partitions', members.sparePartitions, freePartitions);
}

/** What the provider itself checks of the disks of a group, before it asks MAAS. */
export function refuseBootDisk(machine: MachineRecord, ids: readonly number[], what: string): void {
  const boot = machine.disks.find(({ isBoot }) => isBoot);
  if (boot === undefined || !ids.includes(boot.id)) return;
  throw new Refusal(
    `cannot add the boot disk ${boot.id} (${boot.name}) as a ${what} block device, provide partitions on top of it instead`,
  );
}

export function createVolume(
  { world }: Request,
  machine: MachineRecord,
  wish: Members & Pick<VolumeRecord, 'name' | 'kind' | 'level'>,
): VolumeRecord {
  refuseStorage(machine, wish.kind === 'raid' ? 'create RAID' : 'create volume group');
  checkMembers(machine, wish, null);
  const id = world.nextId('volumes');
  const volume: VolumeRecord = {
    ...wish,
    id,
    uuid: uuidOf(machine.systemId, 'volume', String(id)),
    filesystem: null,
  };
  world.updateMachine(machine.systemId, { volumes: [...machine.volumes, volume] });
  return volume;
}

/** A RAID or a volume group that must be there. @throws {Refusal} 404 where it is not */
export function volumeById({ volumes }: MachineRecord, kind: VolumeRecord['kind'], id: string): VolumeRecord {
  const found = volumes.find((volume) => volume.kind === kind && String(volume.id) === id);
  if (found === undefined) throw noSuch(kind === 'raid' ? 'RAID' : 'VolumeGroup');
  return found;
}

export function changeVolume(
  { world }: Request,
  machine: MachineRecord,
  volume: VolumeRecord,
  change: Partial<VolumeRecord>,
): void {
  refuseStorage(machine, volume.kind === 'raid' ? 'update RAID' : 'update volume group');
  const next = { ...volume, ...change };
  checkMembers(machine, next, volume.id);
  world.updateMachine(machine.systemId, {
    volumes: machine.volumes.map((one) => (one.id === volume.id ? next : one)),
  });
}

export function deleteVolume({ world }: Request, machine: MachineRecord, volume: VolumeRecord): void {
  refuseStorage(machine, volume.kind === 'raid' ? 'delete RAID' : 'delete volume group');
  if (machine.logicalVolumes.some(({ group }) => group === volume.id)) {
    throw apiRefusal(400, 'This volume group has logical volumes; it cannot be deleted.');
  }
  world.updateMachine(machine.systemId, { volumes: machine.volumes.filter(({ id }) => id !== volume.id) });
}

/** By id or name. @throws {Refusal} where the machine has none */
export function findGroup(machine: MachineRecord, name: string): VolumeRecord {
  const found = machine.volumes.find(
    (volume) => volume.kind === 'volume-group' && (String(volume.id) === name || volume.name === name),
  );
  if (found === undefined) {
    throw new Refusal(`volume group (${name}) was not found on machine (${machine.systemId})`);
  }
  return found;
}

/** Makes a logical volume, or changes name and size of the one of an id. */
export function putLogicalVolume(
  { world }: Request,
  machine: MachineRecord,
  id: number | null,
  wish: Pick<LogicalVolumeRecord, 'name' | 'group' | 'sizeBytes'>,
): LogicalVolumeRecord {
  refuseStorage(machine, 'create logical volume');
  const group = volumeById(machine, 'volume-group', String(wish.group));
  const before = id === null ? undefined : machine.logicalVolumes.find((one) => one.id === id);
  if (id !== null && before === undefined) throw noSuch('BlockDevice');
  const others = machine.logicalVolumes.filter((one) => one.id !== id);
  const used = others.filter((one) => one.group === group.id).reduce((sum, one) => sum + one.sizeBytes, 0);
  const free = sizeOf(machine, group) - used;
  if (wish.sizeBytes > free) {
    throw formRefusal({
      size: `There is not enough free space (${free} bytes) on volume group ${group.name}.`,
    });
  }
  const volume = {
    filesystem: before?.filesystem ?? null,
    ...wish,
    id: id ?? world.nextId('disks'),
  };
  world.updateMachine(machine.systemId, { logicalVolumes: [...others, volume] });
  return volume;
}

/** What a RAID or a logical volume is formatted with; what is empty is not asked for. */
export interface Formatting {
  readonly type: string;
  readonly mountPoint: string;
  readonly mountOptions: string;
}

/** Formats and mounts a volume, as far as that is asked for. */
export function formatted(
  machine: MachineRecord,
  before: FilesystemRecord | null,
  { type, mountPoint, mountOptions }: Formatting,
): FilesystemRecord | null {
  const filesystem = type === '' ? before : { label: '', mountPoint: '', mountOptions: '', ...before, type };
  if (mountPoint === '') return filesystem;
  if (filesystem === null) {
    throw new Refusal(
      'failed to mount block device: ServerError: 400 Bad Request (Cannot mount an unformatted block device.)',
    );
  }
  checkMount(machine, mountPoint, before);
  return { ...filesystem, mountPoint, mountOptions };
}
