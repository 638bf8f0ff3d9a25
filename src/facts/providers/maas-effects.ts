import type { EffectRow, EffectTable } from '../effect-table.js';

const records = (note: string): EffectRow => ({ effect: 'metadata', note });
const network = (note: string): EffectRow => ({ effect: 'network', note });

/** NICs, disks and volumes of a machine may change only while it is New, Ready, Allocated or Broken. */
const notWhileDeployed = (effect: 'metadata' | 'network', note: string): EffectRow => ({
  effect,
  whenDeployed: 'refused-at-apply',
  note,
});

/** What MAAS drops without a word once the machine is Deployed. */
const droppedWhenDeployed = (note: string): EffectRow => ({
  effect: 'network',
  whenDeployed: 'recorded-not-done',
  note: `${note}; on a deployed machine MAAS drops it silently and every later plan wants it again`,
});

const nicRename: EffectRow = {
  effect: 'metadata',
  note: 'passes on a deployed machine too; a link that names the NIC by its name is replaced',
};

const volumeCreate = notWhileDeployed('metadata', 'written into the layout that the next deployment makes');
const volumeDelete = notWhileDeployed('metadata', 'leaves the layout that the next deployment makes');
const volumeReplace = notWhileDeployed(
  'metadata',
  'made anew in the layout of the next deployment; what depends on its ids breaks until then',
);
const volumeUpdate = notWhileDeployed('metadata', 'acts at the next deployment');

const commissioningScripts: EffectRow = {
  effect: 'recommission',
  whenDeployed: 'refused-at-apply',
  note:
    'the machine is commissioned again: bonds, VLAN interfaces, bridges and links are gone, NIC names are reset, ' +
    'disks get the default layout; on a deployed machine it fails once and counts as done ever after',
};

/** Network interfaces of a machine, and their links. */
const machineNetwork: EffectTable = {
  maas_network_interface_physical: {
    create: {
      effect: 'network',
      whenDeployed: 'recorded-not-done',
      note: 'adopts the NIC by its MAC address; a MAC that the machine lacks makes a ghost NIC',
    },
    update: droppedWhenDeployed('set in MAAS and acts at the next deployment'),
    delete: notWhileDeployed('network', 'the NIC is disconnected, not deleted'),
    attributes: { name: nicRename },
  },
  maas_network_interface_bond: {
    create: notWhileDeployed(
      'network',
      'all parents must stand in one VLAN first; acts at the next deployment',
    ),
    update: droppedWhenDeployed('set in MAAS and acts at the next deployment'),
    delete: notWhileDeployed('network', 'the links on the bond go with it'),
    attributes: { name: nicRename },
  },
  maas_network_interface_vlan: {
    create: notWhileDeployed('network', 'acts at the next deployment'),
    update: droppedWhenDeployed('set in MAAS and acts at the next deployment'),
    delete: notWhileDeployed('network', 'the link on it goes with it'),
    attributes: { name: nicRename },
  },
  maas_network_interface_bridge: {
    create: notWhileDeployed('network', 'acts at the next deployment'),
    update: droppedWhenDeployed('set in MAAS and acts at the next deployment'),
    delete: notWhileDeployed('network', 'the link on it goes with it'),
  },
  maas_network_interface_link: {
    create: notWhileDeployed('network', 'takes the address and removes any other link of the NIC'),
    update: notWhileDeployed('network', 'acts at the next deployment'),
    delete: notWhileDeployed('network', 'the address is free again'),
    attributes: {
      machine: {
        effect: 'refused-at-apply',
        hazard: 'hits-other-machine',
        note:
          'planned in place, then the old link id is used on the other machine, whose default gateways may be ' +
          'cleared before it fails',
      },
      device: {
        effect: 'refused-at-apply',
        hazard: 'hits-other-machine',
        note: 'planned in place, then the old link id is used on the other device',
      },
      default_gateway: {
        effect: 'network',
        whenDeployed: 'unknown',
        note: 'acts at the next deployment; not tried on a deployed machine',
      },
    },
  },
};

/** Disks, RAID and LVM of a machine. */
const machineStorage: EffectTable = {
  maas_block_device: {
    create: notWhileDeployed(
      'metadata',
      'adopts the disk by its name; partitions are made at the next deployment',
    ),
    update: notWhileDeployed(
      'metadata',
      'all partitions are deleted and made again, with new ids, at every update; one that a volume group uses stops ' +
        'it after the others are gone',
    ),
    delete: notWhileDeployed('metadata', 'clears partitions and tags in MAAS and leaves the device'),
  },
  maas_raid: {
    create: volumeCreate,
    update: volumeUpdate,
    delete: volumeDelete,
    replace: volumeReplace,
    attributes: {
      level: { effect: 'unknown', note: 'planned in place; whether MAAS changes the level was not tried' },
    },
  },
  maas_volume_group: {
    create: volumeCreate,
    update: volumeUpdate,
    delete: volumeDelete,
    replace: volumeReplace,
  },
  maas_logical_volume: {
    create: volumeCreate,
    update: volumeUpdate,
    delete: volumeDelete,
    replace: volumeReplace,
  },
};

/** Machines and what is deployed on them. */
const machines: EffectTable = {
  maas_machine: {
    create: {
      effect: 'recommission',
      note: 'the server is switched on by its BMC and boots from the network to be commissioned and tested',
    },
    update: records('changed in MAAS without commissioning; pool, zone and power also while deployed'),
    delete: {
      effect: 'metadata',
      hazard: 'orphans-server',
      note:
        'MAAS forgets the machine without looking at its state: a deployed server runs on, not released and not ' +
        'erased, and its instance fails every later plan',
    },
    replace: {
      effect: 'recommission',
      hazard: 'orphans-server',
      note:
        'MAAS forgets the machine without looking at its state, then switches it on and commissions it as a new one; ' +
        'a deployed server is neither released nor erased first',
    },
    attributes: {
      commissioning_scripts: commissioningScripts,
      testing_scripts: commissioningScripts,
      script_parameters: commissioningScripts,
      skip_bmc_config: { effect: 'nothing', note: 'read at the next commissioning only' },
      min_hwe_kernel: records('acts at the next deployment'),
      architecture: records('a wrong one is refused; acts at the next deployment'),
      power_parameters: records('written and never read back; a wrong key or value is refused at apply'),
    },
  },
  maas_instance: {
    create: { effect: 'reimage', note: 'the machine is allocated and an operating system is deployed on it' },
    update: { effect: 'nothing', note: 'stored in state until the release' },
    delete: {
      effect: 'wipe',
      note:
        'the machine is released and switched off; its disks are erased only where release_params in the prior ' +
        'state, or the setting of the whole MAAS, say so',
    },
    replace: {
      effect: 'wipe',
      note: 'the machine is released, by the release_params of the prior state, and deployed again',
    },
    attributes: {
      release_params: {
        effect: 'nothing',
        note: 'stored in state and read at the release; a value that comes with the release itself is too late',
      },
    },
  },
};

/** What all machines of a MAAS share. */
const shared: EffectTable = {
  maas_configuration: {
    create: records('a setting of the whole MAAS; what it does depends on the key'),
    update: records('a setting of the whole MAAS; what it does depends on the key'),
    delete: { effect: 'nothing', note: 'Terraform forgets it; MAAS keeps the value' },
    attributes: {
      key: {
        effect: 'refused-at-apply',
        note: 'planned in place, and the apply says to recreate the resource',
      },
    },
  },
  maas_tag: {
    create: {
      effect: 'metadata',
      note: 'a tag of that name is adopted without a word, with its machines; kernel options act at the next deployment',
    },
    update: records('set in MAAS'),
    delete: records('machines lose the tag; its kernel options end with the next deployment'),
    attributes: {
      kernel_opts: {
        effect: 'metadata',
        note: 'acts at the next deployment; emptied, it stays as it was and every later plan wants it again',
      },
      comment: {
        effect: 'metadata',
        note: 'emptied, it stays as it was and every later plan wants it again',
      },
      machines: {
        effect: 'metadata',
        note: 'other machines lose the tag; an empty list changes nothing; a failed change counts as done ever after',
      },
    },
  },
  maas_resource_pool: {
    create: records('a name to group machines by'),
    update: records('a rename; machines name the pool by its name'),
    delete: {
      effect: 'metadata',
      whenInUse: 'refused-at-apply',
      note: 'refused while machines are in the pool',
    },
  },
  maas_zone: {
    create: records('a name to group machines by'),
    update: records('a rename; machines name the zone by its name'),
    delete: records('no protest: its machines fall to the zone "default"'),
  },
  maas_space: {
    create: records('a name to group VLANs by'),
    update: records('a rename'),
    delete: records('its VLANs are in no space'),
  },
};

/** Fabrics, VLANs, subnets, DHCP and DNS. MAAS configures no switch. */
const networks: EffectTable = {
  maas_fabric: {
    create: records('comes with an untagged VLAN of its own and hangs on no rack controller'),
    update: records('a rename; VLAN look-ups name the fabric by its name'),
    delete: {
      effect: 'metadata',
      whenInUse: 'refused-at-apply',
      note: 'refused while interfaces are connected',
    },
  },
  maas_vlan: {
    create: records('no switch is configured'),
    update: network('MTU and DHCP of the hosts on it, at their next lease or deployment'),
    delete: network('no protest: NICs on it fall to the untagged VLAN of the fabric'),
    attributes: { name: records('a rename'), space: records('the VLAN is in another space') },
  },
  maas_vlan_dhcp: {
    create: network('DHCP starts on the VLAN'),
    update: network('another rack controller answers DHCP on the VLAN, or it is relayed'),
    delete: network('DHCP stops on the VLAN: leases end and nothing boots from it'),
    attributes: {
      ip_ranges: {
        effect: 'recorded-not-done',
        note: 'planned in place, fails once with "recreate the resource" and counts as done ever after',
      },
      subnets: {
        effect: 'recorded-not-done',
        note: 'planned in place, fails once with "recreate the resource" and counts as done ever after',
      },
    },
  },
  maas_subnet: {
    create: network('MAAS takes addresses from it and serves its DNS'),
    update: network('hosts with DHCP see it at their next lease, others at their next deployment'),
    delete: network('no protest: the links of machines on it vanish'),
    attributes: { name: records('a rename; static routes name subnets by name') },
  },
  maas_subnet_ip_range: {
    create: network('addresses are given out by DHCP, or kept from being given out'),
    update: network('addresses are given out by DHCP, or kept from being given out'),
    delete: network('the addresses are free for MAAS to give out'),
    attributes: { comment: records('a remark') },
  },
  maas_static_route: {
    create: network('hosts on the source subnet get the route at their next lease or deployment'),
    update: network('hosts on the source subnet get the route at their next lease or deployment'),
    delete: network('hosts on the source subnet lose the route at their next lease or deployment'),
  },
  maas_dns_domain: {
    create: network('MAAS answers for the domain'),
    update: network('names of the hosts in the domain change'),
    delete: { effect: 'network', whenInUse: 'refused-at-apply', note: 'its names are no longer answered' },
  },
  maas_dns_record: {
    create: network('the name resolves; made before the link it takes the address, and the link then fails'),
    update: network('the name resolves to something else'),
    delete: network('the name no longer resolves'),
  },
};

/** What each change of a resource of `canonical/maas` 2.7.2 to 2.8 does to servers. */
export const maasEffects: EffectTable = {
  ...machines,
  ...machineNetwork,
  ...machineStorage,
  ...shared,
  ...networks,
};
