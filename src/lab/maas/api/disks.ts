import { uuidOf } from '../../../protocol/uuid.js';
import { apiRefusal, formRefusal, noSuch } from '../../refusal.js';
import type { Request } from '../call.js';
import { tableBytes } from '../inspection.js';
import { allowedFrom } from '../machine-status.js';
import type { DiskRecord, FilesystemRecord, MachineRecord, PartitionRecord } from '../records.js';

/** @throws {Refusal} where the state of the machine lets nothing of its disks be changed */
export function refuseStorage({ status }: MachineRecord, what: string): void {
  if (allowedFrom.configure.includes(status)) return;
  throw apiRefusal(409, `Cannot ${what} because the machine is not Ready.`);
}

/** By id, name, or a path. */
export function findDisk({ disks }: MachineRecord, name: string): DiskRecord | undefined {
  return disks.find(
    (disk) => String(disk.id) === name || disk.name === name || disk.idPath === name || pathOf(disk) === name,
  );
}

export function pathOf({ name }: Pick<DiskRecord, 'name'>): string {
  return `/dev/disk/by-dname/${name}`;
}

/** Everything of a machine that a file system can be on. */
export function filesystemsOf(machine: MachineRecord): readonly FilesystemRecord[] {
  return [
    ...machine.disks.flatMap((disk) => [disk, ...disk.partitions]),
    ...machine.volumes,
    ...machine.logicalVolumes,
  ].flatMap(({ filesystem }) => filesystem ?? []);
}

/** @param own the file system that is replaced, if any */
export function checkMount(machine: MachineRecord, mountPoint: string, own: FilesystemRecord | null): void {
  if (mountPoint === '' || mountPoint === 'none') return;
  const isTaken = filesystemsOf(machine).some((one) => one !== own && one.mountPoint === mountPoint);
  if (isTaken) throw formRefusal({ mount_point: `Another filesystem is already mounted at ${mountPoint}.` });
}

/** What may be said of a disk. */
export type DiskSettings = Pick<
  DiskRecord,
  'name' | 'sizeBytes' | 'blockSize' | 'model' | 'serial' | 'idPath'
>;

/** Enters a disk that commissioning did not find. */
export function createDisk({ world }: Request, machine: MachineRecord, settings: DiskSettings): DiskRecord {
  refuseStorage(machine, 'create block device');
  const disk: DiskRecord = {
    ...settings,
    id: world.nextId('disks'),
    uuid: uuidOf(machine.systemId, settings.name),
    isBoot: machine.disks.length === 0,
    tags: [],
    filesystem: null,
    partitions: [],
  };
  world.updateMachine(machine.systemId, { disks: [...machine.disks, disk] });
  return disk;
}

/** A disk that must be there. @throws {Refusal} 404 where it is not */
export function diskById({ disks }: MachineRecord, id: string): DiskRecord {
  const found = disks.find((disk) => String(disk.id) === id);
  if (found === undefined) throw noSuch('BlockDevice');
  return found;
}

export function changeDisk(
  { world }: Request,
  machine: MachineRecord,
  id: number,
  change: Partial<DiskRecord>,
): void {
  world.updateMachine(machine.systemId, {
    disks: machine.disks.map((disk) => (disk.id === id ? { ...disk, ...change } : disk)),
  });
}

/** A machine boots from one disk. */
export function setBootDisk({ world }: Request, machine: MachineRecord, id: number): void {
  refuseStorage(machine, 'set boot disk');
  world.updateMachine(machine.systemId, {
    disks: machine.disks.map((disk) => ({ ...disk, isBoot: disk.id === id })),
  });
}

/** What is to be made of a partition. */
export interface PartitionWish {
  readonly sizeBytes: number;
  readonly bootable: boolean;
  readonly tags: readonly string[];
  /** A mount point without a file system is left out without a word. */
  readonly filesystem: FilesystemRecord | null;
}

/** @throws {Refusal} where a RAID or a volume group is on it */
export function deletePartition(request: Request, machine: MachineRecord, disk: number, id: number): void {
  refuseStorage(machine, 'delete partition');
  const user = machine.volumes.find(({ partitions, sparePartitions }) =>
    [...partitions, ...sparePartitions].includes(id),
  );
  if (user !== undefined) {
    const what = user.kind === 'raid' ? 'RAID' : 'volume group';
    throw apiRefusal(400, `Cannot delete partition because its part of a ${what}.`);
  }
  const { partitions } = diskById(machine, String(disk));
  changeDisk(request, machine, disk, { partitions: partitions.filter((one) => one.id !== id) });
}

/** Makes a partition on what is free of a disk, and formats and mounts it. */
export function createPartition(
  request: Request,
  machine: MachineRecord,
  disk: number,
  wish: PartitionWish,
): PartitionRecord {
  refuseStorage(machine, 'create partition');
  const { partitions, sizeBytes, uuid } = diskById(machine, String(disk));
  const used = partitions.reduce((sum, one) => sum + one.sizeBytes, 0);
  if (wish.sizeBytes > sizeBytes - tableBytes - used) {
    throw formRefusal({ size: 'Partition cannot be saved; not enough free space on the block device.' });
  }
  checkMount(machine, wish.filesystem?.mountPoint ?? '', null);
  const id = request.world.nextId('partitions');
  const partition = { ...wish, id, uuid: uuidOf(uuid, String(id)) };
  changeDisk(request, machine, disk, { partitions: [...partitions, partition] });
  return partition;
}
