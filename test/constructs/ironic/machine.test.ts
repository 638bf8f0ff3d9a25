import { describe, expect, test } from 'vitest';
import {
  IRONIC_DIALECTS,
  type IronicDialect,
  ironicDialects,
} from '../../../src/facts/providers/ironic-dialects.js';
import type { IronicNodeModel, IronicSiteModel } from '../../../src/model/ironic-types.js';
import type { MachineModel, SiteModel } from '../../../src/model/types.js';
import { factsOf, ironicModel } from '../../support/ironic-fixture.js';
import { CANARY, disk } from '../../support/model-fixture.js';
import { addressesOf, blockOf, type Json, stackOf, synth } from '../../support/synth.js';
import { validateTerraformJson } from '../../support/terraform-schema.js';

const stack = 'dc1-enrolment-01';

function withMachine(
  dialect: IronicDialect,
  asset: string,
  change: (machine: MachineModel) => Partial<MachineModel>,
  site: Partial<IronicSiteModel> = {},
): SiteModel {
  const model = ironicModel(dialect, site);
  const machines = model.site.machines.map((m) => (m.asset === asset ? { ...m, ...change(m) } : m));
  return { ...model, site: { ...model.site, machines } };
}

function withNode(dialect: IronicDialect, asset: string, changes: Partial<IronicNodeModel>): SiteModel {
  return withMachine(dialect, asset, ({ ironic }) => ({
    ironic: ironic === null ? null : { ...ironic, ...changes },
  }));
}

function node(model: SiteModel, asset: string): Json {
  const { ironic } = model.site.provisioner;
  return blockOf(
    stackOf(synth(model), stack),
    `${ironicDialects[ironic?.dialect ?? 'openshift-metal3'].nodeType}.${asset}`,
  );
}

describe.each(IRONIC_DIALECTS)('an enrolment in %s', (dialect) => {
  test('is such that schema, behaviour and measurements take', () => {
    expect(validateTerraformJson(stackOf(synth(ironicModel(dialect)), stack), factsOf(dialect))).toEqual([]);
  });

  test('is a node by the name of the asset, by which another state deploys on it', () => {
    expect(node(ironicModel(dialect), 'gpu-r01-u10')).toMatchObject({
      name: 'gpu-r01-u10',
      driver: 'redfish',
      resource_class: 'gpu-2u',
    });
  });

  test.each([
    ['redfish', 'cpu-r01-u01', 'redfish_address', 'https://192.0.2.11'],
    ['redfish with a system id', 'cpu-r01-u01', 'redfish_system_id', '/redfish/v1/Systems/System.Embedded.1'],
    ['ipmi', 'login-r02-u01', 'ipmi_address', '192.0.2.14'],
  ])('tells Ironic where a BMC of %s is', (_, asset, key, value) => {
    expect(node(ironicModel(dialect), asset)['driver_info']).toMatchObject({ [key]: value });
  });

  test('brackets a BMC address of IPv6', () => {
    const model = withMachine(dialect, 'gpu-r01-u10', ({ bmc }) => ({
      bmc: { ...bmc, address: '2001:db8::7' },
    }));
    expect(node(model, 'gpu-r01-u10')['driver_info']).toMatchObject({
      redfish_address: 'https://[2001:db8::7]',
    });
  });

  test('names no BMC of a machine that is switched by hand', () => {
    expect(node(ironicModel(dialect), 'spare-r02-u20')).toMatchObject({
      driver: 'manual-management',
      driver_info: {},
    });
  });

  test('keeps its hardware type when the machine is given up: an active node takes no other', () => {
    const model = ironicModel(dialect);
    const enrolments = model.enrolments.map((one) => ({ ...one, protocol: 'manual' as const }));
    expect(node({ ...model, enrolments }, 'gpu-r01-u10')['driver']).toBe('redfish');
  });

  test('carries the deploy ramdisk, the conductor group and the interfaces that are chosen', () => {
    const model = withNode(dialect, 'gpu-r01-u10', {
      deployKernel: 'http://images/ipa.kernel',
      deployRamdisk: 'http://images/ipa.initramfs',
      conductorGroup: 'hall-1',
      interfaces: [
        { name: 'boot', value: 'redfish-virtual-media' },
        { name: 'network', value: 'noop' },
      ],
    });
    expect(node(model, 'gpu-r01-u10')).toMatchObject({
      conductor_group: 'hall-1',
      boot_interface: 'redfish-virtual-media',
      network_interface: 'noop',
      driver_info: {
        deploy_kernel: 'http://images/ipa.kernel',
        deploy_ramdisk: 'http://images/ipa.initramfs',
      },
    });
  });

  test('says firmware mode and Secure Boot in the properties, where they are read back', () => {
    const model = withMachine(dialect, 'gpu-r01-u10', ({ hardware }) => ({
      hardware: { ...hardware, boot: { mode: 'uefi', secureBoot: true } },
    }));
    const { properties, capabilities } = node(model, 'gpu-r01-u10') as Record<string, Json>;
    expect(properties).toMatchObject({ cpu_arch: 'x86_64', memory_mb: '524288' });
    expect(capabilities ?? properties?.['capabilities']).toEqual(
      dialect === 'rackform' ? { boot_mode: 'uefi', secure_boot: 'true' } : 'boot_mode:uefi,secure_boot:true',
    );
  });

  test('hints at the root disk by all that is known of it, and at no other', () => {
    const model = withMachine(dialect, 'gpu-r01-u10', ({ hardware }) => ({
      hardware: {
        ...hardware,
        disks: [
          disk('fast', 'nvme', 3840, 'scratch', { serial: 'S-2' }),
          disk('os', 'ssd', 480, 'root', { serial: 'S-1', wwn: '0x5', model: 'M', sizeGB: 480 }),
        ],
      },
    }));
    const hints = { serial: 'S-1', wwn: '0x5', model: 'M', size: '<range-in> [ 446 449 ]' };
    const found = node(model, 'gpu-r01-u10');
    const place = dialect === 'metal3-community' ? (found['properties'] as Json) : found;
    expect(place['root_device']).toEqual(hints);
  });

  test('says no root disk where nothing tells it', () => {
    const text = JSON.stringify(node(ironicModel(dialect), 'gpu-r01-u10'));
    expect(text).not.toContain('root_device');
  });

  test('keeps a template in a name as text', () => {
    const model = withNode(dialect, 'gpu-r01-u10', { vendor: '${x}', deployKernel: '%{y}' });
    expect(node(model, 'gpu-r01-u10')).toMatchObject({
      properties: { vendor: '$${x}' },
      driver_info: { deploy_kernel: '%%{y}' },
    });
  });

  test('holds no secret', () => {
    expect(JSON.stringify(synth(ironicModel(dialect)).files)).not.toContain(CANARY);
  });
});

describe('openshift-metal3', () => {
  test('makes nodes available by itself, and never sends driver_info again', () => {
    expect(node(ironicModel('openshift-metal3'), 'gpu-r01-u10')).toMatchObject({
      manage: true,
      available: true,
      lifecycle: { ignore_changes: ['driver_info'] },
    });
  });

  test('takes BMC credentials from one sensitive variable of the shard, by asset name', () => {
    const synthesized = stackOf(synth(ironicModel('openshift-metal3')), stack);
    expect(blockOf(synthesized, 'ironic_node_v1.login-r02-u01')['driver_info']).toEqual({
      ipmi_address: '192.0.2.14',
      ipmi_username: '${var.bmc_credentials["login-r02-u01"].user}',
      ipmi_password: '${var.bmc_credentials["login-r02-u01"].password}',
    });
    expect(synthesized['variable']).toMatchObject({ bmc_credentials: { sensitive: true, nullable: false } });
  });

  test('lists ports in their node as maps of strings, the boot NIC first to boot', () => {
    const { ports } = node(ironicModel('openshift-metal3'), 'cpu-r01-u01') as { ports: Json[] };
    expect(ports).toHaveLength(5);
    expect(ports[0]).toEqual({ address: '02:00:5e:00:01:00', pxe_enabled: 'true' });
    expect(ports.slice(1).every((port) => port['pxe_enabled'] === 'false')).toBe(true);
  });

  test('switches off the check of a BMC’s certificate only where the definition does', () => {
    const model = withNode('openshift-metal3', 'gpu-r01-u10', { verifyCa: false });
    expect(node(model, 'gpu-r01-u10')['driver_info']).toMatchObject({ redfish_verify_ca: 'false' });
    expect(node(model, 'gpu-r02-u10')['driver_info']).not.toHaveProperty('redfish_verify_ca');
  });
});

describe('metal3-community', () => {
  const model = ironicModel('metal3-community');
  const synthesized = stackOf(synth(model), stack);

  test('leaves the walk from enroll to active to the deployment, and is always cleaned', () => {
    expect(node(model, 'gpu-r01-u10')).toMatchObject({
      manage: false,
      available: false,
      inspect: false,
      clean: false,
      automated_clean: true,
      lifecycle: { ignore_changes: ['driver_info', 'protected'] },
    });
  });

  test('has no credentials anywhere, not even a variable for them', () => {
    expect(JSON.stringify(synthesized)).not.toMatch(/bmc_credentials|password|username/);
    expect(synthesized['variable']).toBeUndefined();
  });

  test('makes a port of each NIC whose MAC is known, with its switch and port', () => {
    expect(addressesOf(synthesized).filter((address) => address.includes('cpu-r01-u01'))).toEqual([
      'ironic_node.cpu-r01-u01',
      ...['eno1', 'eno2', 'ens1', 'rail0', 'rail1'].map((nic) => `ironic_port.cpu-r01-u01_${nic}`),
    ]);
    expect(blockOf(synthesized, 'ironic_port.cpu-r01-u01_eno1')).toEqual({
      node_uuid: '${ironic_node.cpu-r01-u01.id}',
      address: '02:00:5e:00:01:00',
      pxe_enabled: true,
      local_link_connection: {
        switch_id: '02:00:5e:0f:00:01',
        port_id: 'Ethernet1/0',
        switch_info: 'leaf-1',
      },
    });
  });

  test('says nothing of a switch whose chassis address is not known', () => {
    const unknown = synth(ironicModel('metal3-community', { switchIds: [] }));
    expect(blockOf(stackOf(unknown, stack), 'ironic_port.cpu-r01-u01_eno1')).not.toHaveProperty(
      'local_link_connection',
    );
  });

  test('makes no port of an InfiniBand NIC', () => {
    const changed = withMachine('metal3-community', 'gpu-r01-u10', ({ nics }) => ({
      nics: nics.map((nic) => (nic.rail === null ? nic : { ...nic, kind: 'infiniband' as const })),
    }));
    const ports = addressesOf(stackOf(synth(changed), stack)).filter((a) => a.includes('gpu-r01-u10_'));
    expect(ports).toHaveLength(3);
  });

  test('says the physical network of a port where the profile does', () => {
    const changed = withNode('metal3-community', 'gpu-r01-u10', {
      physicalNetworks: [{ nic: 'eno1', network: 'physnet1' }],
    });
    const found = stackOf(synth(changed), stack);
    expect(blockOf(found, 'ironic_port.gpu-r01-u10_eno1')['physical_network']).toBe('physnet1');
    expect(blockOf(found, 'ironic_port.gpu-r01-u10_eno2')).not.toHaveProperty('physical_network');
  });
});

describe('rackform', () => {
  const model = ironicModel('rackform');
  const synthesized = stackOf(synth(model), stack);

  test('leaves cleaning to the claim, since a server is cleaned over ports that its node must have first', () => {
    expect(node(model, 'gpu-r01-u10')).toMatchObject({
      provision: 'manageable',
      automated_clean: true,
      timeouts: { create: '60m' },
      // A claim brings the node further, and its release leaves it available.
      lifecycle: { ignore_changes: ['provision'] },
    });
  });

  test('only writes BMC credentials, from an ephemeral variable of the shard, and again with another set of them', () => {
    expect(blockOf(synthesized, 'ironic_node.login-r02-u01')).toMatchObject({
      driver_info: { ipmi_address: '192.0.2.14' },
      driver_info_wo: {
        ipmi_username: '${var.bmc_credentials["login-r02-u01"].user}',
        ipmi_password: '${var.bmc_credentials["login-r02-u01"].password}',
      },
      driver_info_wo_version: 'bmc',
    });
    expect(synthesized['variable']).toMatchObject({ bmc_credentials: { sensitive: true, ephemeral: true } });
    expect(synthesized['terraform']).toMatchObject({ required_version: '>= 1.11.0' });
  });

  test('writes no credentials for a machine that is switched by hand', () => {
    expect(node(model, 'spare-r02-u20')).not.toHaveProperty('driver_info_wo');
    expect(node(model, 'spare-r02-u20')).not.toHaveProperty('driver_info_wo_version');
  });

  test('makes a port of each NIC whose MAC is known, with its switch, port and physical network', () => {
    const changed = withNode('rackform', 'cpu-r01-u01', {
      physicalNetworks: [{ nic: 'eno1', network: 'physnet1' }],
    });
    const found = stackOf(synth(changed), stack);
    expect(blockOf(found, 'ironic_port.cpu-r01-u01_eno1')).toEqual({
      node: '${ironic_node.cpu-r01-u01.id}',
      address: '02:00:5e:00:01:00',
      pxe_enabled: true,
      physical_network: 'physnet1',
      local_link_connection: {
        switch_id: '02:00:5e:0f:00:01',
        port_id: 'Ethernet1/0',
        switch_info: 'leaf-1',
      },
    });
  });
});
