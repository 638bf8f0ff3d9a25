import { whyInterfaceRefused } from '../../../facts/ironic-hardware.js';
import { IRONIC_LIMITS } from '../../../facts/providers/ironic-supports.js';
import { ironicSite } from '../../support/ironic.js';
import { hardwareFindings } from '../../support/machines.js';
import type { InventoryRule } from '../../types.js';

/** An interface that its hardware type, its Ironic or its provider does not have. */
export const nodeInterface: InventoryRule = {
  tier: 'inventory',
  id: 'node/interface',
  severity: 'error',
  mayAcknowledge: false,
  title: 'interfaces of a node go with its hardware type, its Ironic and its provider',
  rationale: `Ironic refuses a node whose interfaces its hardware type does not support; and with openshift-metal3 ${IRONIC_LIMITS['ironic/missing-interfaces'].text}`,
  source: 'read in the Ironic source (supported interfaces of the hardware types)',
  *check(site) {
    const found = ironicSite(site);
    if (found === null) return;
    const { ironic, dialect, nodes } = found;
    yield* hardwareFindings(
      site,
      nodes.map(({ machine }) => machine),
      ['ironic', 'interfaces'],
      ({ ironic: node }) => {
        for (const { name, value } of node?.interfaces ?? []) {
          if (!dialect.interfaces.includes(name))
            return `chooses the ${name} interface, which ${ironic.dialect} cannot say`;
          const why =
            node === null
              ? undefined
              : whyInterfaceRefused(node.hardwareType, name, value, ironic.version ?? '999.0');
          if (why !== undefined) return `has ${name} interface ${value}, which ${why}`;
        }
        return null;
      },
    );
  },
};
