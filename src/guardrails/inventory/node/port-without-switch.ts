import { IRONIC_LIMITS } from '../../../facts/providers/ironic-supports.js';
import { quote } from '../../support/groups.js';
import { interfaceOf, ironicSite } from '../../support/ironic.js';
import { machineAt, siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

const SWITCHING: readonly (string | undefined)[] = ['neutron', 'ironic-networking'];

/** A port that Ironic is to switch, and of which nobody says where it is plugged in. */
export const nodePortWithoutSwitch: InventoryRule = {
  tier: 'inventory',
  id: 'node/port-without-switch',
  severity: 'error',
  mayAcknowledge: false,
  title: 'where Ironic switches ports, each says its switch and its port',
  rationale: `with the network interfaces neutron and ironic-networking Ironic refuses a port without local_link_connection; and with openshift-metal3 ${IRONIC_LIMITS['ironic/inline-ports-without-switch'].text}`,
  source: 'OpenStack Ironic multi-tenancy documentation (read)',
  *check(site) {
    const found = ironicSite(site);
    if (found === null) return;
    const switched = found.nodes.filter(({ node }) => SWITCHING.includes(interfaceOf(node, 'network')));
    const [first] = switched;
    if (first === undefined) return;
    if (found.dialect.ports === 'inline') {
      yield {
        subject: site.name,
        message: `machine ${quote(first.machine.asset)} has network interface ${interfaceOf(first.node, 'network')}, and ports of ${found.ironic.dialect} cannot say their switch`,
        at: siteAt(site, 'provisioner', 'dialect'),
        hint: IRONIC_LIMITS['ironic/inline-ports-without-switch'].instead,
      };
      return;
    }
    const ids = new Set(found.ironic.switchIds.map(({ name }) => name));
    for (const { machine } of switched) {
      for (const nic of machine.nics) {
        if (nic.kind !== 'ethernet' || nic.mac === null) continue;
        if (nic.switch !== null && nic.port !== null && ids.has(nic.switch)) continue;
        const isKnown = nic.switch !== null && nic.port !== null;
        yield {
          subject: machine.asset,
          message: isKnown
            ? `NIC ${quote(nic.name)} of machine ${quote(machine.asset)} is plugged into ${quote(nic.switch ?? '')}, whose chassis address is not known`
            : `NIC ${quote(nic.name)} of machine ${quote(machine.asset)} does not say its switch and port`,
          at: machineAt(site, machine.asset, 'nics', nic.name),
          hint: isKnown ? 'add the switch to provisioner.switchIds' : 'give switch and port',
        };
      }
    }
  },
};
