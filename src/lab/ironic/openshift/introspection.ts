import { needText } from '../../../protocol/attributes.js';
import { Refusal } from '../../refusal.js';
import type { LabDataSource } from '../../resource.js';
import type { IronicCall } from '../call.js';
import { reportedOf } from '../inspection.js';

/** What inspection found of a node. */
export const introspection: LabDataSource<IronicCall> = {
  read: (config, call) => {
    const uuid = needText(config, 'uuid');
    const found = call.read(({ world }) => world.store.get('nodes', uuid));
    if (found === undefined) throw new Refusal(`could not get introspection status of ${uuid}: not found`);
    const { server } = reportedOf(call, found);
    return {
      id: uuid,
      state: 'finished',
      finished: true,
      error: '',
      started_at: new Date(0).toISOString(),
      finished_at: new Date(0).toISOString(),
      cpu_arch: server.architecture === 'arm64' ? 'aarch64' : 'x86_64',
      cpu_count: server.cpus,
      memory_mb: server.memoryMiB,
      interfaces: server.nics.map(({ name, mac }) => ({ name, mac })),
    };
  },
};
