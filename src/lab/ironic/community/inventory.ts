import { needText } from '../../../protocol/attributes.js';
import { Refusal } from '../../refusal.js';
import type { LabDataSource } from '../../resource.js';
import type { IronicCall } from '../call.js';
import { reportedOf } from '../inspection.js';

/** What inspection found of a node. */
export const inventory: LabDataSource<IronicCall> = {
  read: (config, call) => {
    const uuid = needText(config, 'uuid');
    const found = call.read(({ world }) => world.store.get('nodes', uuid));
    if (found === undefined) throw new Refusal(`could not get inventory of ${uuid}: not found`);
    const { server, bootMac } = reportedOf(call, found);
    return {
      id: uuid,
      cpu: {
        architecture: server.architecture === 'arm64' ? 'aarch64' : 'x86_64',
        count: server.cpus,
        flags: [],
        frequency: null,
        model_name: null,
      },
      memory: { physical_mb: server.memoryMiB, total: String(server.memoryMiB * 1024 * 1024) },
      disks: server.disks.map(({ name, type, sizeGB, model, serial }) => ({
        name: `/dev/${name}`,
        model,
        serial,
        rotational: type === 'hdd',
        size: sizeGB * 1e9,
        wwn: null,
        wwn_vendor_extension: null,
        wwn_with_extension: null,
      })),
      nics: server.nics.map(({ name, mac }) => ({
        name,
        mac,
        has_carrier: true,
        ipv4: null,
        ipv6: null,
        lldp_processed: false,
        product: null,
        speed_mbps: null,
        vendor: null,
      })),
      inventory: { bmc_address: server.bmcAddress, bmc_v6address: null, boot_interface: bootMac },
      system: {
        family: null,
        manufacturer: null,
        product: server.profile,
        serial: null,
        sku: null,
        uuid: null,
        version: null,
      },
    };
  },
};
