import { disk, item, named, range, slotsIn, subnet } from '../support/inventory-fixture.js';
import type { Case } from './case.js';

/** What looks like a fault and is none. */
export const soundCases: readonly Case[] = [
  {
    rule: 'tests/no-gpu-test',
    title: 'a cluster without GPUs',
    change: (model) => {
      item(model.clusters).slots = slotsIn(model, 'control');
    },
    finds: [],
  },
  {
    rule: 'machine/duplicate-mac',
    title: 'a retired machine keeps its record',
    change: (model) => {
      const retired = structuredClone(named(model.site.machines, 'cpu-1'));
      model.site.machines.push({ ...retired, asset: 'old', state: 'retired' });
    },
    finds: [],
  },
  {
    rule: 'machine/duplicate-bmc',
    title: 'two Redfish systems behind one BMC',
    change: (model) => {
      for (const [index, asset] of ['cpu-1', 'cpu-2'].entries())
        Object.assign(named(model.site.machines, asset).bmc, {
          address: '192.0.2.50',
          nodeId: `node-${index}`,
        });
    },
    finds: [],
  },
  {
    rule: 'machine/impossible-mac',
    title: 'an InfiniBand address on an InfiniBand port',
    change: (model) => {
      Object.assign(item(named(model.site.machines, 'cpu-1').nics, 1), {
        kind: 'infiniband',
        mac: '02:00:5e:ff:fe:00:00:01',
      });
    },
    finds: [],
  },
  {
    rule: 'boot/no-mac',
    title: 'IPMI finds the machine by its BMC',
    change: (model) => {
      const machine = named(model.site.machines, 'cpu-1');
      machine.bmc.protocol = 'ipmi';
      item(machine.nics).mac = null;
    },
    finds: [],
  },
  {
    rule: 'boot/no-nic',
    title: 'IPMI finds the machine by its BMC',
    change: (model) => {
      const machine = named(model.site.machines, 'cpu-1');
      machine.bmc.protocol = 'ipmi';
      machine.bootNic = null;
    },
    finds: [],
  },
  {
    rule: 'bmc/no-address',
    title: 'a dry run needs no BMC',
    change: (model) => {
      model.site.provisioner.type = 'dry-run';
      named(model.site.machines, 'cpu-1').bmc.address = null;
    },
    finds: [],
  },
  {
    rule: 'bmc/no-address',
    title: 'an adopted machine is not enrolled',
    change: (model) => {
      Object.assign(named(model.site.machines, 'cpu-1'), { state: 'adopted' });
      named(model.site.machines, 'cpu-1').bmc.address = null;
    },
    finds: [],
  },
  {
    rule: 'disk/cannot-be-told-apart',
    title: 'equal disks with serial hints',
    change: (model) => {
      for (const { hardware } of model.site.machines) {
        hardware.disks = [disk('a', 'nvme', 3840, 'root'), disk('b', 'nvme', 3840, 'scratch')];
        for (const one of hardware.disks) one.hint.serial = one.name;
      }
    },
    finds: [],
  },
  {
    rule: 'disk/cannot-be-told-apart',
    title: 'equal disks of one role',
    change: (model) => {
      for (const { hardware } of model.site.machines)
        hardware.disks.push(disk('nvme2', 'nvme', 3840, 'scratch'));
    },
    finds: [],
  },
  {
    rule: 'network/duplicate-vlan',
    title: 'two numbers that the lock does not have yet',
    change: (model) => {
      for (const name of ['storage', 'in-band'])
        Object.assign(named(model.site.networks, name), { fabric: 'hosts', vid: 0, vlanPool: 'tenants' });
    },
    finds: [],
  },
  {
    rule: 'network/tagged-without-number',
    title: 'a number that the lock does not have yet',
    change: (model) => {
      named(model.site.networks, 'storage').vid = 0;
    },
    finds: [],
  },
  {
    rule: 'network/bmc-on-tenant-vlan',
    title: 'one number in two fabrics',
    change: (model) => {
      Object.assign(named(model.site.networks, 'bmc'), { vid: 100, fabric: 'oob' });
    },
    finds: [],
  },
  {
    rule: 'dhcp/relay-target',
    title: 'a relay to a served network',
    change: (model) => {
      named(model.site.networks, 'in-band').dhcp = { by: 'relay', to: 'pxe' };
    },
    finds: [],
  },
  {
    rule: 'rails/crossed',
    title: 'a machine with fewer rails than its neighbours on the switch',
    change: (model) => {
      for (const asset of ['gpu-1', 'gpu-2', 'gpu-3'])
        for (const nic of named(model.site.machines, asset).nics) nic.switch = 'leaf';
      named(model.site.machines, 'gpu-2').nics.splice(4, 1);
    },
    finds: [],
  },
  {
    rule: 'rails/crossed',
    title: 'a machine with more rails than its neighbours on the switch',
    change: (model) => {
      for (const asset of ['gpu-1', 'gpu-2', 'gpu-3'])
        for (const nic of named(model.site.machines, asset).nics) nic.switch = 'leaf';
      for (const asset of ['gpu-1', 'gpu-3']) named(model.site.machines, asset).nics.splice(4, 1);
    },
    finds: [],
  },
  {
    rule: 'machine/nic-without-mac',
    title: 'rails whose addresses are not known yet, and an InfiniBand port',
    change: (model) => {
      for (const nic of named(model.site.machines, 'gpu-1').nics) if (nic.rail !== null) nic.mac = null;
      Object.assign(item(named(model.site.machines, 'gpu-2').nics, 3), { mac: null, kind: 'infiniband' });
    },
    finds: [],
  },
  {
    rule: 'mtu/rail',
    title: 'an InfiniBand rail',
    change: (model) => {
      named(model.site.networks, 'rail-0').mtu = 2044;
      for (const { nics } of model.site.machines)
        for (const nic of nics) if (nic.rail === 0) nic.kind = 'infiniband';
    },
    finds: [],
  },
  {
    rule: 'subnet/overlap',
    title: 'two tenants’ external networks reuse addresses',
    change: (model) => {
      Object.assign(named(model.site.networks, 'rail-0'), { tenant: 'red' });
      Object.assign(named(model.site.networks, 'rail-1'), {
        tenant: 'blue',
        subnets: [subnet('203.0.113.0/26')],
      });
    },
    finds: [],
  },
  {
    rule: 'subnet/gateway-unusable',
    title: 'both ends of a /31 are hosts',
    change: (model) => {
      item(named(model.site.networks, 'rail-0').subnets).cidr = '203.0.113.0/31';
    },
    finds: [],
  },
  {
    rule: 'subnet/gateway-in-range',
    title: 'a gateway in a reserved range',
    change: (model) => {
      item(named(model.site.networks, 'in-band').subnets).gateway = '198.51.100.5';
    },
    finds: [],
  },
  {
    rule: 'subnet/small-ipv6-range',
    title: '256 addresses',
    change: (model) => {
      named(model.site.networks, 'pxe').subnets.push(
        subnet('2001:db8::/64', {
          name: 'six',
          ranges: [range('boot', 'dynamic', '2001:db8::1', '2001:db8::100')],
        }),
      );
    },
    finds: [],
  },
  {
    rule: 'rack/unit-overlap',
    title: 'machines without a place',
    change: (model) => {
      for (const machine of model.site.machines) machine.unit = null;
    },
    finds: [],
  },
  {
    rule: 'power/feed-loss',
    title: 'one feed, which cannot be lost and kept',
    change: (model) => {
      for (const rack of model.site.racks) rack.feeds = [{ name: 'a', capacityWatts: 20_000 }];
    },
    finds: [],
  },
  {
    rule: 'site/weak-hand-over',
    title: 'a single tenant',
    change: (model) => {
      model.site.tenants = [{ name: 'red', id: null, handOverErase: 'none' }];
    },
    finds: [],
  },
  {
    rule: 'spread/control-in-one-rack',
    title: 'racks that are not known',
    change: (model) => {
      for (const machine of model.site.machines) machine.rack = null;
    },
    finds: [],
  },
  {
    rule: 'erase/weak',
    title: 'a single tenant',
    change: (model) => {
      model.site.tenants = [{ name: 'red', id: null, handOverErase: 'full' }];
      for (const slot of slotsIn(model, 'gpu')) slot.release.erase = 'none';
    },
    finds: [],
  },
  {
    rule: 'erase/weak',
    title: 'a slot that stays on an abandoned machine until it can be let go',
    change: (model) => {
      const slot = item(slotsIn(model, 'gpu'));
      Object.assign(slot, { isAbandoned: true });
      slot.release.erase = 'none';
    },
    finds: [],
  },
  {
    rule: 'network/existing-in-managed-fabric',
    title: 'a fabric that exists, and one that is created with its networks',
    change: (model) => {
      for (const network of model.site.networks) network.mode = 'managed';
      for (const fabric of model.site.fabrics) fabric.mode = 'managed';
    },
    finds: [],
  },
  {
    rule: 'provisioner/erase-always',
    title: 'erase by pools alone',
    change: (model) => {
      model.site.provisioner.settings.push({ key: 'enable_disk_erasing_on_release', value: 'false' });
    },
    finds: [],
  },
  {
    rule: 'enrolment/abandoned-without-mac',
    title: 'an abandoned machine with a MAC address',
    change: (model) => {
      named(model.site.machines, 'gpu-1').bmc.protocol = 'ipmi';
      for (const enrolment of model.enrolments)
        if (enrolment.asset === 'gpu-1') enrolment.protocol = 'manual';
    },
    finds: [],
  },
  {
    rule: 'tenancy/machine-in-two-clusters',
    title: 'a slot that is released',
    change: (model) => {
      Object.assign(item(slotsIn(model, 'gpu'), 1), { asset: 'gpu-1', isDeclared: false });
    },
    finds: [],
  },
  {
    rule: 'tenancy/on-provisioning-network',
    title: 'a single tenant',
    change: (model) => {
      item(item(item(slotsIn(model, 'gpu')).ports).links).network = 'pxe';
    },
    finds: [],
  },
  {
    rule: 'bond/lacp-on-boot-nic',
    title: 'switches that fall back',
    change: (model) => {
      for (const machine of model.site.machines) machine.bootNic = 'ens1';
      for (const slot of item(model.clusters).slots)
        for (const port of slot.ports) if (port.bond !== null) port.bond.lacpFallback = true;
    },
    finds: [],
  },
  {
    rule: 'port/tagged-only',
    title: 'a NIC that nothing boots from',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) item(slot.ports, 1).untagged.network = null;
    },
    finds: [],
  },
  {
    rule: 'gateway/two',
    title: 'one for each address family',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu'))
        Object.assign(item(item(slot.ports, 1).links), { gateway: true, gatewayAddress: '2001:db8::1' });
    },
    finds: [],
  },
  {
    rule: 'kernel/key-twice',
    title: 'consoles, which may be many',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu')) slot.kernel.options.push('console=tty1');
    },
    finds: [],
  },
  {
    rule: 'kernel/huge-pages',
    title: 'half the memory',
    change: (model) => {
      for (const slot of slotsIn(model, 'gpu'))
        slot.kernel.options.push('hugepagesz=1G', 'hugepages=512', 'hugepagesz=2M', 'hugepages=1024');
    },
    finds: [],
  },
  {
    rule: 'mig/in-training',
    title: 'a cluster of its own',
    change: (model) => {
      item(model.clusters).preset = null;
      named(item(model.clusters).pools, 'gpu').runs = 'mig';
    },
    finds: [],
  },
  {
    rule: 'address/duplicate',
    title: 'two tenants’ external networks reuse addresses',
    change: (model) => {
      Object.assign(named(model.site.networks, 'rail-0'), { tenant: 'red' });
      Object.assign(named(model.site.networks, 'rail-1'), { tenant: 'blue' });
      for (const { rails } of slotsIn(model, 'gpu')) item(rails, 1).address = item(rails).address;
    },
    finds: [],
  },
  {
    rule: 'provisioner/provider-version',
    title: 'a dry run uses another provider',
    change: (model) => {
      model.site.provisioner = { ...model.site.provisioner, type: 'dry-run', providerVersion: '3.2.4' };
    },
    finds: [],
  },
];
