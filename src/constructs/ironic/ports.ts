import type { NodeSpec, PortSpec } from './specs.js';

/** Fields of a port that the dialects with a resource a port call alike. */
export function portFields(
  { nic: _, mac, boots, physicalNetwork, link, ...unmapped }: PortSpec,
  { adopted }: NodeSpec,
) {
  unmapped satisfies Record<string, never>;
  return {
    address: mac,
    pxeEnabled: boots,
    ...(physicalNetwork === null ? {} : { physicalNetwork }),
    ...(link === null
      ? {}
      : {
          localLinkConnection: {
            switch_id: link.switchId,
            port_id: link.portId,
            switch_info: link.switchInfo,
          },
        }),
    ...(adopted === null ? {} : { lifecycle: { ignoreChanges: 'all' as const } }),
  };
}
