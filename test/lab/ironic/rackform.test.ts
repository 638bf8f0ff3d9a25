import { afterAll, beforeAll, expect, test } from 'vitest';
import { took } from '../../../src/lab/ironic/usual-metal.js';
import { apiRefusal } from '../../../src/lab/refusal.js';
import { CANARY } from '../../support/model-fixture.js';
import { IronicWorkspace } from './workspace.js';

const minute = 60_000;

let work: IronicWorkspace;
beforeAll(async () => {
  work = await IronicWorkspace.open('rackform');
});
afterAll(() => work.close());

const node = (more = '', resourceClass = 'gpu') => `
resource "ironic_node" "n1" {
  name                   = "n1"
  driver                 = "redfish"
  driver_info            = { redfish_address = "https://203.0.113.11" }
  driver_info_wo         = { redfish_username = "admin", redfish_password = "${CANARY}" }
  driver_info_wo_version = "1"
  traits                 = ["CUSTOM_H100"]
  lessee                 = "research"
  resource_class         = "${resourceClass}"
  ${more}
}
resource "ironic_port" "n1" {
  node                  = ironic_node.n1.id
  address               = "02:00:5E:00:53:01"
  local_link_connection = { switch_id = "02:00:5e:00:00:01", port_id = "Ethernet1" }
}
resource "ironic_portgroup" "n1" {
  node       = ironic_node.n1.id
  mode       = "802.3ad"
  properties = { miimon = "100" }
}
`;
const deployment = (more = '') => `
resource "ironic_deployment" "n1" {
  node         = ironic_node.n1.id
  image        = { source = "https://images.example.net/noble.img", checksum = "${'ab'.repeat(32)}" }
  network_data = { links = [], networks = [], services = [] }
  depends_on   = [ironic_port.n1]
  ${more}
}
`;

// The tests go on from one another, as one server's life does.

test('nodes, ports and port groups plan nothing more once applied, and passwords are nowhere in the lab', async () => {
  await work.apply(node());
  expect(await work.plan(node())).toEqual({});
  expect(work.node('n1')).toMatchObject({
    provisionState: 'available',
    driverInfo: { shown: { redfish_username: 'admin', redfish_password: '******' } },
    more: { traits: ['CUSTOM_H100'], lessee: 'research' },
  });
  expect(JSON.stringify(work.ironic.world.store.all('nodes'))).not.toContain(CANARY);
});

test('a deployment that outlasts its time limit is told of, and the next apply goes on with it', async () => {
  work.metal.deploy = () => took(120 * minute);
  const limited = node() + deployment('timeouts = { create = "30m" }');
  const began = work.ironic.clock.now;
  expect(await work.refused(limited)).toContain('is still in "deploying" at the time limit');
  expect(work.ironic.clock.now - began).toBeGreaterThanOrEqual(30 * minute);
  expect(work.ironic.clock.now - began).toBeLessThan(31 * minute);
  await work.apply(node() + deployment('timeouts = { create = "3h" }'));
  expect(work.ironic.clock.now - began).toBeGreaterThanOrEqual(120 * minute);
  expect(work.node('n1').provisionState).toBe('active');
});

test('what Ironic refuses of a node in use stops the plan', async () => {
  expect(await work.refused(node('', 'other') + deployment())).toContain(
    'resource_class cannot be changed now: node n1 is in active',
  );
});

test('a server is rebuilt in place where the generation says so, without being released', async () => {
  work.metal.deploy = () => took(minute);
  const config = (generation: number) =>
    node() + deployment(`generation = ${generation}\n  reimage_by = "rebuild"`);
  await work.apply(config(1));
  const { instanceUuid } = work.node('n1');
  expect(await work.plan(config(2))).toEqual({ 'ironic_deployment.n1': 'update' });
  await work.apply(config(2));
  expect(work.node('n1')).toMatchObject({ provisionState: 'active', instanceUuid });
  expect(await work.plan(config(2))).toEqual({});
});

test('an Ironic that is busy for a while is asked again, in virtual time', async () => {
  let left = 3;
  Object.assign(work.ironic, {
    faults: {
      before: () => {
        left -= 1;
        if (left >= 0) throw apiRefusal(503, 'No free conductor workers');
      },
      after: () => {},
    },
  });
  const described = node('description = "row 4"') + deployment('generation = 2\n  reimage_by = "rebuild"');
  await work.apply(described);
  expect(left).toBeLessThan(0);
  expect(work.node('n1').more).toMatchObject({ description: 'row 4' });
});

test('a release whose cleaning fails says why, and the next apply ends it', async () => {
  work.metal.clean = () => took(minute, 'the disk refuses');
  expect(await work.refused(node())).toContain('The node is in maintenance (the disk refuses)');
  work.metal.clean = () => took(minute);
  await work.apply(node());
  expect(work.node('n1')).toMatchObject({
    provisionState: 'available',
    instanceUuid: null,
    maintenance: false,
  });
});

test('is destroyed until Ironic is empty', async () => {
  await work.apply('');
  const { store } = work.ironic.world;
  expect([store.all('nodes'), store.all('ports'), store.all('portGroups')]).toEqual([[], [], []]);
});

test('deploy templates and runbooks plan nothing more once applied, are changed, and go', async () => {
  const config = (order: number) => `
resource "ironic_deploy_template" "quiet" {
  name  = "CUSTOM_QUIET"
  steps = [{ interface = "bios", step = "apply_configuration", args = { settings = [] }, priority = 150 }]
}
resource "ironic_runbook" "burn_in" {
  name  = "CUSTOM_BURN_IN"
  steps = [{ interface = "deploy", step = "burnin_memory", order = ${order} }]
}
`;
  await work.apply(config(1));
  expect(await work.plan(config(1))).toEqual({});
  expect(await work.plan(config(2))).toEqual({ 'ironic_runbook.burn_in': 'update' });
  await work.apply(config(2));
  const { store } = work.ironic.world;
  expect(store.all('runbooks')).toMatchObject([{ name: 'CUSTOM_BURN_IN', steps: [{ args: {}, order: 2 }] }]);
  await work.apply('');
  expect([store.all('deployTemplates'), store.all('runbooks')]).toEqual([[], []]);
});

test('inspection, BIOS settings and RAID are work on a free node, which is given back as it was', async () => {
  const config = (size: number, fans = 'Quiet') => `${node()}
resource "ironic_node_inspection" "n1" {
  node = ironic_node.n1.id
}
resource "ironic_bios_settings" "n1" {
  node       = ironic_node.n1.id
  settings   = { Fans = "${fans}" }
  depends_on = [ironic_node_inspection.n1]
}
resource "ironic_raid" "n1" {
  node          = ironic_node.n1.id
  logical_disks = [{ size_gb = ${size}, raid_level = "1" }]
  depends_on    = [ironic_bios_settings.n1]
}
`;
  await work.apply(config(100));
  expect(await work.plan(config(100))).toEqual({});
  expect(work.node('n1')).toMatchObject({ provisionState: 'available' });
  expect(await work.plan(config(100, 'Loud'))).toEqual({ 'ironic_bios_settings.n1': 'update' });
  work.metal.clean = () => took(minute, 'the controller is full');
  expect(await work.refused(config(200))).toContain('the controller is full');
  work.metal.clean = () => took(minute);
  expect(await work.plan(config(200))).toEqual({ 'ironic_node.n1': 'update', 'ironic_raid.n1': 'update' });
  await work.apply(config(200));
  expect(await work.plan(config(200))).toEqual({});
  await work.apply('');
});
