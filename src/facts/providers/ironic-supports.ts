import { IRONIC_DIALECTS, type IronicDialect } from './ironic-dialects.js';
import type { Limit } from './supports.js';

/** Something that Ironic or a provider of it cannot do. */
export interface IronicLimit extends Limit {
  /** The dialects that it holds in. */
  readonly dialects: readonly IronicDialect[];
}

const MEASURED = 'both providers built from their newest public sources, against Ironic 39.0';
const OWN = 'rackform’s own provider against Ironic 39.0';
const DOCUMENTED = 'documentation and source of Ironic';
const every: readonly IronicDialect[] = IRONIC_DIALECTS;
const both: readonly IronicDialect[] = ['openshift-metal3', 'metal3-community'];
const openshift: readonly IronicDialect[] = ['openshift-metal3'];
const community: readonly IronicDialect[] = ['metal3-community'];
const own: readonly IronicDialect[] = ['rackform'];
const byNetworkData: readonly IronicDialect[] = ['metal3-community', 'rackform'];

const ofIronic = {
  'ironic/no-networks': {
    outcome: 'cannot-be-said',
    text: 'Ironic manages no VLANs, subnets, DHCP or DNS: the network stack of a site is empty',
    instead:
      'make them with the tool of your switches and DNS; a slot gets its own addresses by config drive',
    source: DOCUMENTED,
    certainty: 'read',
    dialects: every,
  },
  'ironic/erase-by-release': {
    outcome: 'cannot-be-said',
    text: 'an undeploy takes no word about erasing: the cleaning steps of the conductors decide, and provisioner.cleaning only states them',
    instead:
      'set erase_devices_priority of the conductors, state it as cleaning, and ask pools for no more than it does',
    source: DOCUMENTED,
    certainty: 'read',
    dialects: every,
  },
  'ironic/release-scripts': {
    outcome: 'cannot-be-said',
    text: 'scripts at release are of MAAS',
    instead: 'add a cleaning step to the ramdisk of Ironic',
    source: DOCUMENTED,
    certainty: 'read',
    dialects: every,
  },
  'ironic/auto-addresses': {
    outcome: 'cannot-be-said',
    text: 'nobody picks addresses when a node is deployed',
    instead: 'use addressing static or dhcp',
    source: DOCUMENTED,
    certainty: 'read',
    dialects: every,
  },
  'ironic/storage-layout': {
    outcome: 'cannot-be-said',
    text: 'a whole-disk image brings its own layout, and RAID is made by cleaning steps before it',
    instead:
      'build the layout into the image, or make RAID beforehand, by ironic_raid of rackform/ironic or the tools of Ironic',
    source: DOCUMENTED,
    certainty: 'read',
    dialects: every,
  },
  'ironic/root-disk-of-a-pool': {
    outcome: 'cannot-be-said',
    text: 'root device hints are of the node, so a pool cannot choose another disk',
    instead: 'give the disk role root in the hardware profile or the overrides of the machine',
    source: MEASURED,
    certainty: 'read',
    dialects: every,
  },
  'ironic/routing-tables-in-network-data': {
    outcome: 'cannot-be-said',
    text: 'network data has no routing tables and no names for bonds, and cloud-init gives up on all of it where one NIC is missing',
    instead: 'nothing to do: rails come by user data, as with MAAS, and bonds are bond0, bond1 on the server',
    source: 'source of cloud-init (network data of OpenStack)',
    certainty: 'read',
    dialects: byNetworkData,
  },
  'ironic/flat-networks': {
    outcome: 'done-wrongly',
    text: 'network interfaces flat and noop put all tenants into whatever network the switch ports are in',
    instead: 'use neutron or ironic-networking, or let the switches isolate and acknowledge it',
    source: DOCUMENTED,
    certainty: 'read',
    dialects: every,
  },
} as const satisfies Readonly<Record<string, IronicLimit>>;

const ofNodes = {
  'ironic/lessee': {
    outcome: 'refused-at-apply',
    text: 'a lessee is not sent by metal3-community, and openshift-metal3 has no such attribute',
    instead:
      'use rackform, whose ironic_node has it (set it on the resource of the construct), or set it in Ironic by hand; never put a tenant’s project into owner, which reads BMC credentials',
    source: MEASURED,
    certainty: 'measured',
    dialects: both,
  },
  'ironic/owner-at-creation': {
    outcome: 'refused-at-apply',
    text: 'Ironic without authentication refuses an owner other than the own project when a node is made',
    instead: 'set it in Ironic by hand',
    source: MEASURED,
    certainty: 'measured',
    dialects: every,
  },
  'ironic/traits': {
    outcome: 'cannot-be-said',
    text: 'no resource sets the traits of a node, so deploy templates cannot be chosen by them',
    instead:
      'use rackform, whose ironic_node has traits (set them on the resource of the construct), or set them in Ironic by hand, or tell machines apart by resource class',
    source: MEASURED,
    certainty: 'read',
    dialects: both,
  },
  'ironic/port-groups': {
    outcome: 'cannot-be-said',
    text: 'port groups cannot say their properties, standalone_ports_supported or physical network',
    instead: 'nothing to do: bonds are made on the server, by network data or user data',
    source: MEASURED,
    certainty: 'read',
    dialects: both,
  },
  'ironic/secret-in-driver-info': {
    outcome: 'refused-at-apply',
    text: 'a BMC password in driver_info is read back masked, Terraform calls it inconsistent and taints the node',
    instead:
      'set both in Ironic by hand after enrolment: baremetal node set NODE --driver-info redfish_username=USER --driver-info redfish_password=PASSWORD',
    source: MEASURED,
    certainty: 'measured',
    dialects: community,
  },
  'ironic/driver-info-changed': {
    outcome: 'done-wrongly',
    text: 'a change of driver_info (BMC address, credentials, deploy ramdisk) never reaches Ironic: the provider reports it as done and sends nothing, so rackform has Terraform ignore it',
    instead: 'change it in the definition and by hand: baremetal node set NODE --driver-info KEY=VALUE',
    source: MEASURED,
    certainty: 'measured',
    dialects: openshift,
  },
  'ironic/driver-info-ignored': {
    outcome: 'cannot-be-said',
    text: 'secrets that were set by hand would be taken out by the next apply, so rackform has Terraform ignore driver_info: a change of it never reaches Ironic',
    instead: 'change it in the definition and by hand: baremetal node set NODE --driver-info KEY=VALUE',
    source: MEASURED,
    certainty: 'measured',
    dialects: community,
  },
  'ironic/inline-ports-changed': {
    outcome: 'done-wrongly',
    text: 'a change of a port is reported as done, and Ironic is told nothing: ports are sent when a node is made',
    instead: 'change the port in Ironic by hand as well',
    source: MEASURED,
    certainty: 'measured',
    dialects: openshift,
  },
  'ironic/inline-ports-without-switch': {
    outcome: 'cannot-be-said',
    text: 'ports say their MAC address and whether they boot, and neither switch nor physical network',
    instead: 'use rackform or metal3-community, or set local_link_connection in Ironic by hand',
    source: MEASURED,
    certainty: 'measured',
    dialects: openshift,
  },
  'ironic/port-changed-while-active': {
    outcome: 'refused-at-apply',
    text: 'a port of an active node cannot be changed, and the apply stops with 409',
    instead: 'put the node in maintenance, or change it while the node is free',
    source: MEASURED,
    certainty: 'measured',
    dialects: community,
  },
  'ironic/resource-class-changed': {
    outcome: 'refused-at-apply',
    text: 'the resource class of an active node cannot be changed: 409, and what else was changed with it is lost',
    instead: 'change it while the node is free',
    source: MEASURED,
    certainty: 'measured',
    dialects: both,
  },
  'ironic/missing-interfaces': {
    outcome: 'cannot-be-said',
    text: 'the interfaces bios and firmware have no attribute',
    instead: 'leave them to Ironic, or use rackform or metal3-community',
    source: MEASURED,
    certainty: 'read',
    dialects: openshift,
  },
  'ironic/cleaning-switched-off': {
    outcome: 'done-wrongly',
    text: 'automated_clean is sent when a node is made and never again, so a node made without cleaning would never be erased',
    instead: 'leave cleaning on; a node that must not be cleaned is set so in Ironic by hand',
    source: MEASURED,
    certainty: 'read',
    dialects: community,
  },
  'ironic/enrolment-destroyed-first': {
    outcome: 'done-wrongly',
    text: 'destroying the enrolment of an active node undeploys its server without a word (openshift-metal3), or deletes its ports and is then refused (metal3-community)',
    instead:
      'nothing to do: rackform lets no enrolment leave before its claim; never destroy the stack by hand',
    source: MEASURED,
    certainty: 'measured',
    dialects: both,
  },
  'ironic/write-only-secrets': {
    outcome: 'cannot-be-said',
    text: 'BMC users and passwords are written and never read back, so Terraform cannot see that one has changed',
    instead:
      'name another credential set (bmc.credentials, or defaults.credentials of the site) when a password changes: with the new name they are sent again',
    source: OWN,
    certainty: 'measured',
    dialects: own,
  },
  'ironic/changed-while-in-use': {
    outcome: 'cannot-be-said',
    text: 'resource class, driver, interfaces and ports of a node in use cannot be changed: the plan says so and stops',
    instead:
      'change them while the node is free, or in maintenance where the message says that this is enough',
    source: OWN,
    certainty: 'measured',
    dialects: own,
  },
} as const satisfies Readonly<Record<string, IronicLimit>>;

const ofDeployments = {
  'ironic/image-without-address': {
    outcome: 'done-wrongly',
    text: 'the image reaches Ironic only where fixed_ips is set, so a slot without a static address would be deployed without one',
    instead: 'give the slot a network with addressing static',
    source: MEASURED,
    certainty: 'measured',
    dialects: community,
  },
  'ironic/capabilities-of-an-instance': {
    outcome: 'never-settles',
    text: 'instance_info.capabilities is not read back, and every plan would replace the deployment, which wipes the server',
    instead: 'nothing to do: rackform writes capabilities into the properties of the node',
    source: MEASURED,
    certainty: 'measured',
    dialects: openshift,
  },
  'ironic/network-data': {
    outcome: 'cannot-be-said',
    text: 'network data is a map of strings, which no document is',
    instead:
      'nothing to do: rackform configures the network by user data, so the image needs cloud-init and netplan; the first boot waits for DHCP until it gives up where nobody answers',
    source: MEASURED,
    certainty: 'measured',
    dialects: openshift,
  },
  'ironic/allocation': {
    outcome: 'never-settles',
    text: 'an allocation is deleted by the undeploy, and the next refresh stops with 404',
    instead: 'nothing to do: rackform chooses the machine itself and deploys on the node by its name',
    source: MEASURED,
    certainty: 'measured',
    dialects: both,
  },
  'ironic/destroy-while-cleaning': {
    outcome: 'refused-at-apply',
    text: 'a release or reimage fails while the node is in clean wait, which every real cleaning passes through',
    instead: 'apply again when the node is available; the plan goes on from there',
    source: MEASURED,
    certainty: 'measured',
    dialects: openshift,
  },
  'ironic/thirty-minutes': {
    outcome: 'refused-at-apply',
    text: 'each change of state may take 30 minutes, cleaning included, and no timeout can be set',
    instead: 'apply again when the node is available, or give disks an erase of their own',
    source: MEASURED,
    certainty: 'read',
    dialects: community,
  },
  'ironic/failed-deploy': {
    outcome: 'refused-at-apply',
    text: 'a deployment that failed is not in the state, and no later apply tries again',
    instead: 'undeploy the node in Ironic by hand (baremetal node undeploy NODE), then apply',
    source: MEASURED,
    certainty: 'measured',
    dialects: community,
  },
  'ironic/retries-without-image': {
    outcome: 'refused-at-apply',
    text: 'a failed deployment is tried three times more without its image, and is then tainted; the next apply replaces it, which no ignore_changes stops',
    instead: 'mend the cause and apply again',
    source: MEASURED,
    certainty: 'measured',
    dialects: openshift,
  },
  'ironic/protected': {
    outcome: 'refused-at-apply',
    text: 'protected cannot be set from Terraform; set in Ironic by hand, a release is refused (openshift-metal3) or retried for 30 minutes (metal3-community)',
    instead:
      'use rackform, whose ironic_deployment has it, or set it in Ironic by hand, and take it off before a release or reimage',
    source: MEASURED,
    certainty: 'measured',
    dialects: both,
  },
  'ironic/dead-bmc': {
    outcome: 'refused-at-apply',
    text: 'a node whose BMC is gone cannot be switched off or cleaned, so its release does not finish by itself',
    instead:
      'rackform lock --abandon SLOT, put the node in maintenance, and apply; where the release still fails, terraform state rm ironic_deployment.SLOT and apply again',
    source: `${MEASURED}: a release of a node in maintenance passes`,
    certainty: 'measured',
    dialects: every,
  },
} as const satisfies Readonly<Record<string, IronicLimit>>;

/** What Ironic and its providers cannot do, by permanent id. */
export const IRONIC_LIMITS = { ...ofIronic, ...ofNodes, ...ofDeployments } as const;

/** Id of something that Ironic or a provider of it cannot do. */
export type IronicLimitId = keyof typeof IRONIC_LIMITS;
