import { blocksOf, flagOf, needText, numberOf, textOf, textsOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { Refusal } from '../../../refusal.js';
import {
  changeDisk,
  createDisk,
  createPartition,
  type DiskSettings,
  deletePartition,
  diskById,
  findDisk,
  type PartitionWish,
  pathOf,
  refuseStorage,
  setBootDisk,
} from '../../api/disks.js';
import { findMachine, type MaasCall } from '../../call.js';
import { allowedFrom } from '../../machine-status.js';
import type { DiskRecord } from '../../records.js';
import type { MaasResource } from '../../resource.js';
import { splitId } from '../machine/interface-values.js';
import { bytesOf, gigabytesOf } from './sizes.js';

function settingsOf(planned: ObjectValue, found: DiskRecord | undefined): DiskSettings {
  return {
    name: needText(planned, 'name'),
    sizeBytes: bytesOf(numberOf(planned, 'size_gigabytes') ?? 0),
    blockSize: numberOf(planned, 'block_size') ?? 512,
    // What is empty is not sent.
    model: textOf(planned, 'model') || (found?.model ?? ''),
    serial: textOf(planned, 'serial') || (found?.serial ?? ''),
    idPath: textOf(planned, 'id_path') || (found?.idPath ?? ''),
  };
}

function wishOf(block: ObjectValue): PartitionWish {
  const type = textOf(block, 'fs_type') || null;
  return {
    sizeBytes: bytesOf(numberOf(block, 'size_gigabytes') ?? 0),
    bootable: flagOf(block, 'bootable') ?? false,
    tags: textsOf(block, 'tags') ?? [],
    filesystem:
      type === null
        ? null
        : {
            type,
            label: textOf(block, 'label') ?? '',
            mountPoint: textOf(block, 'mount_point') ?? '',
            mountOptions: textOf(block, 'mount_options') ?? '',
          },
  };
}

function readDisk(call: MaasCall, { machine: name }: ObjectValue, id: string): ObjectValue {
  const disk = diskById(call.machine(String(name)), id);
  const partitions = [...disk.partitions].sort((one, other) => one.id - other.id);
  return {
    id,
    name: disk.name,
    size_gigabytes: gigabytesOf(disk.sizeBytes),
    model: disk.model,
    serial: disk.serial,
    id_path: disk.idPath,
    tags: disk.tags,
    uuid: disk.uuid,
    path: pathOf(disk),
    partitions: partitions.map(({ id: number, sizeBytes, bootable, tags, filesystem }, index) => ({
      id: number,
      size_gigabytes: gigabytesOf(sizeBytes),
      bootable,
      tags,
      fs_type: filesystem?.type ?? '',
      label: filesystem?.label ?? '',
      mount_point: filesystem?.mountPoint ?? '',
      mount_options: filesystem?.mountOptions ?? '',
      path: `${pathOf(disk)}-part${index + 1}`,
    })),
  };
}

/** Each step is a request of its own, so what was done before one that is refused stays done. */
async function setUp(call: MaasCall, machineName: string, disk: number, planned: ObjectValue): Promise<void> {
  const subject = { machine: call.machine(machineName).hostname };
  await call.request('block_device.update', subject, (request) => {
    const machine = findMachine(request, machineName);
    refuseStorage(machine, 'update block device');
    const before = diskById(machine, String(disk));
    const tags = textsOf(planned, 'tags');
    const settings = settingsOf(planned, before);
    // The size that is written is rounded, and what commissioning measured is not.
    const sizeBytes =
      gigabytesOf(before.sizeBytes) === gigabytesOf(settings.sizeBytes)
        ? before.sizeBytes
        : settings.sizeBytes;
    changeDisk(request, machine, disk, { ...settings, sizeBytes, ...(tags?.length ? { tags } : {}) });
  });
  if (flagOf(planned, 'is_boot_device') === true) {
    await call.request('block_device.set_boot_disk', subject, (request) =>
      setBootDisk(request, findMachine(request, machineName), disk),
    );
  }
  const wanted = blocksOf(planned, 'partitions');
  // None declared: those that are there stay.
  if (wanted.length === 0) return;
  for (const { id } of diskById(call.machine(machineName), String(disk)).partitions) {
    await call.request('partition.delete', subject, (request) =>
      deletePartition(request, findMachine(request, machineName), disk, id),
    );
  }
  for (const block of wanted) {
    await call.request('partitions.create', subject, (request) =>
      createPartition(request, findMachine(request, machineName), disk, wishOf(block)),
    );
  }
}

/** Clears partitions and tags; the disk itself stays. */
async function clear(call: MaasCall, machineName: string, id: string): Promise<void> {
  const { status, systemId, hostname } = call.machine(machineName);
  if (!allowedFrom.configure.includes(status)) {
    throw new Refusal(
      `cannot delete block device while machine ${systemId} is deployed, reserved, or in rescue mode (current status: ${status})`,
    );
  }
  const disk = diskById(call.machine(machineName), id);
  for (const partition of disk.partitions) {
    await call.request('partition.delete', { machine: hostname }, (request) =>
      deletePartition(request, findMachine(request, machineName), disk.id, partition.id),
    );
  }
  await call.request('block_device.update', { machine: hostname }, (request) =>
    changeDisk(request, findMachine(request, machineName), disk.id, { tags: [], filesystem: null }),
  );
}

export const blockDevice: MaasResource = {
  machineOf: (values) => textOf(values, 'machine'),
  /** One that is there is taken over by its name; one that is not is entered all the same. */
  create: async (planned, call, record) => {
    const name = needText(planned, 'machine');
    const found = findDisk(call.machine(name), needText(planned, 'name'));
    const { id } =
      found ??
      (await call.request('block_devices.create', { machine: call.machine(name).hostname }, (request) =>
        createDisk(request, findMachine(request, name), settingsOf(planned, undefined)),
      ));
    record({ id: String(id) });
    await setUp(call, name, id, planned);
    return readDisk(call, planned, String(id));
  },
  read: (state, call) => readDisk(call, state, needText(state, 'id')),
  update: async (planned, prior, call) => {
    const id = needText(prior, 'id');
    await setUp(call, needText(prior, 'machine'), Number(id), planned);
    return readDisk(call, prior, id);
  },
  delete: (state, call) => clear(call, needText(state, 'machine'), needText(state, 'id')),
  import: (id, call) => {
    const [name, device] = splitId(id, ':', 'MACHINE:BLOCK_DEVICE');
    const machine = call.machine(name);
    const found = findDisk(machine, device);
    if (found === undefined) {
      throw new Refusal(`block device (${device}) was not found on machine (${machine.systemId})`);
    }
    return {
      id: String(found.id),
      machine: machine.systemId,
      name: found.name,
      size_gigabytes: gigabytesOf(found.sizeBytes),
      block_size: found.blockSize,
    };
  },
};
