import { needText, textOf } from '../../../protocol/attributes.js';
import { Refusal } from '../../refusal.js';
import { effectiveMtu, findDevice } from '../api/interfaces.js';
import type { MaasDataSource } from '../resource.js';
import { deviceValues } from '../resources/machine/device.js';

export const machine: MaasDataSource = {
  read: (config, call) => {
    const mac = textOf(config, 'pxe_mac_address')?.toLowerCase();
    const name = textOf(config, 'hostname') || mac || '';
    const booting = call.maas.world.by.machinesByMac
      .get(name.toLowerCase())
      .find(({ pxeMac }) => pxeMac === name.toLowerCase());
    const found = call.machine(booting?.systemId ?? name);
    return {
      id: found.systemId,
      hostname: found.hostname,
      domain: found.domain,
      architecture: found.architecture,
      min_hwe_kernel: found.minHweKernel,
      pool: found.pool,
      zone: found.zone,
      power_type: found.powerType,
      // The lab keeps no password, so it cannot show one.
      power_parameters: '{}',
      pxe_mac_address: found.pxeMac ?? '',
      status: found.status,
    };
  },
};

export const machines: MaasDataSource = {
  read: (_config, call) => ({
    id: 'maas_machines',
    machines: call.maas.world.store
      .all('machines')
      .map(({ hostname, systemId }) => ({ hostname, system_id: systemId })),
  }),
};

export const device: MaasDataSource = {
  read: (config, call) =>
    deviceValues(call.read((request) => findDevice(request, needText(config, 'hostname')))),
};

export const devices: MaasDataSource = {
  read: (_config, call) => ({
    id: 'maas_devices',
    devices: call.maas.world.store
      .all('devices')
      .map(({ hostname, systemId }) => ({ hostname, system_id: systemId })),
  }),
};

export const nicPhysical: MaasDataSource = {
  read: (config, call) => {
    const found = call.machine(needText(config, 'machine'));
    const name = needText(config, 'name');
    const nic = found.interfaces.find((one) => one.type === 'physical' && one.name === name);
    if (nic === undefined) {
      throw new Refusal(`physical network interface (${name}) was not found on machine (${found.systemId})`);
    }
    return {
      id: String(nic.id),
      mac_address: nic.mac,
      mtu: effectiveMtu(found, nic),
      tags: nic.tags,
      vlan: nic.vlan ?? 0,
    };
  },
};
