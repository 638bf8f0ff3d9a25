import type { EffectTable, TypeEffects } from '../effect-table.js';
import { olderMaasProvider } from './maas.js';
import { maasEffects } from './maas-effects.js';
import type { BlockSchema } from './provider-facts.js';

/** What 2.4 does otherwise (read: its behaviour data, and what changed in the source after it). */
const differences: { readonly [resourceType: string]: Partial<TypeEffects> } = {
  maas_instance: {
    delete: {
      effect: 'wipe',
      note:
        'the machine is released and switched off, and keeps what is on its disks; where MAAS erases whatever it ' +
        'releases, the destroy fails in the state "Disk erasing"',
    },
    replace: {
      effect: 'wipe',
      note: 'the machine is released, not erased, and deployed again',
    },
  },
  maas_network_interface_physical: {
    delete: {
      effect: 'network',
      whenDeployed: 'refused-at-apply',
      note: 'the NIC leaves MAAS until the machine is commissioned again or the NIC is declared again',
    },
  },
  maas_block_device: {
    delete: {
      effect: 'unknown',
      note: 'newer versions leave the device in MAAS; what 2.4 does was not tried',
    },
  },
};

/** Planned in place by newer versions only; 2.4 replaces the link. */
const replacedIn24 = new Set(['maas_network_interface_link.machine']);

/** What each change of a resource of `canonical/maas` 2.4 does to servers: as the newer ones, but for what is listed. */
export const olderMaasEffects: EffectTable = Object.fromEntries(
  Object.entries(maasEffects).flatMap(([type, effects]) => {
    const block = olderMaasProvider.schema.resources[type]?.block;
    if (block === undefined) return [];
    const attributes = Object.entries(effects.attributes ?? {}).filter(
      ([path]) => exists(block, path) && !replacedIn24.has(`${type}.${path}`),
    );
    return [
      [type, { ...effects, attributes: Object.fromEntries(attributes), ...differences[type] }] as const,
    ];
  }),
);

function exists(block: BlockSchema, path: string): boolean {
  return path in block.attributes || path in (block.block_types ?? {});
}
