import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { took } from '../../../src/lab/ironic/usual-metal.js';
import { IronicWorkspace } from './workspace.js';

let work: IronicWorkspace;
beforeEach(async () => {
  work = await IronicWorkspace.open('metal3-community');
});
afterEach(() => work.close());

const steps = 'manage = false\n  available = false\n  inspect = false\n  clean = false';
const node = ({ resourceClass = 'gpu', walk = steps, extra = '', info = '' } = {}) => `
resource "ironic_node" "n1" {
  name           = "n1"
  driver         = "redfish"
  resource_class = "${resourceClass}"
  ${walk}
  driver_info = {
    redfish_address = "https://203.0.113.11"
    ${info}
  }
  properties = {
    cpu_arch     = "x86_64"
    capabilities = "boot_mode:uefi"
  }
  ${extra}
}
`;
const port = ({ address = '02:00:5e:00:53:01', pxe = true } = {}) => `
resource "ironic_port" "n1" {
  node_uuid             = ironic_node.n1.id
  address               = "${address}"
  pxe_enabled           = ${pxe}
  physical_network      = "dc1"
  local_link_connection = { switch_id = "02:00:5e:00:00:01", port_id = "Ethernet1" }
}
`;
const deployment = ({ generation = 1, userData = 'one', fixedIps = true } = {}) => `
resource "terraform_data" "slot" {
  input = ${generation}
}
resource "ironic_deployment" "slot" {
  node_uuid = "n1"
  instance_info = {
    image_source = "https://images.example/noble.img"
    root_gb      = 100
  }
  ${fixedIps ? 'fixed_ips = [{ ip_address = "198.51.100.10" }]' : ''}
  user_data = "${userData}"
  lifecycle {
    ignore_changes       = [instance_info, user_data, node_uuid]
    replace_triggered_by = [terraform_data.slot]
  }
  depends_on = [ironic_port.n1]
}
`;
const all = (options: Parameters<typeof deployment>[0] = {}) => node() + port() + deployment(options);

test('the recipe goes from nothing to active, plans empty, and is destroyed', async () => {
  await work.apply(all());
  expect(work.node('n1')).toMatchObject({
    provisionState: 'active',
    instanceInfo: { image_source: 'https://images.example/noble.img', root_gb: 100 },
  });
  expect(await work.plan(all())).toEqual({});
  expect(await work.plan(all({ userData: 'two' }))).toEqual({});
  expect(await work.plan(all({ generation: 2, userData: 'two' }))).toEqual({
    'ironic_deployment.slot': 'delete create',
    'terraform_data.slot': 'update',
  });
  await work.apply(all({ generation: 2, userData: 'two' }));
  expect(await work.plan(all({ generation: 2, userData: 'two' }))).toEqual({});
  await work.apply('');
  expect(work.ironic.world.store.all('nodes')).toEqual([]);
}, 20_000);

test('without fixed_ips no instance_info is sent, and the node becomes active without an image', async () => {
  await work.apply(all({ fixedIps: false }));
  expect(work.node('n1')).toMatchObject({ provisionState: 'active', instanceInfo: {} });
});

test('a BMC password in driver_info fails: Ironic answers ******, and the node is tainted', async () => {
  const secret = node({ info: 'redfish_password = "canary-1"' });
  expect(await work.refused(secret)).toContain('inconsistent values for sensitive attribute');
  expect(await work.plan(secret)).toEqual({ 'ironic_node.n1': 'delete create' });
});

test('the defaults of manage, available and inspect fail: was cty.True, but now null', async () => {
  expect(await work.refused(node({ walk: '' }))).toContain('was cty.True, but now null');
});

test('extra fails: properties are sent in its place', async () => {
  expect(await work.refused(node({ extra: 'extra = { rack = "r1" }' }))).toContain('inconsistent');
});

test('lessee fails: it is not sent', async () => {
  expect(await work.refused(node({ extra: 'lessee = "tenant"' }))).toContain('.lessee');
});

test('owner at creation is refused by Ironic itself', async () => {
  expect(await work.refused(node({ extra: 'owner = "tenant"' }))).toContain('project scoped admin');
});

test('protected = true at creation ends in an inconsistent result and a tainted node', async () => {
  expect(await work.refused(node({ extra: 'protected = true' }))).toContain('.protected');
});

test('automated_clean is sent, and true where it is left out', async () => {
  await work.apply(node({ extra: 'automated_clean = false' }));
  expect(work.node('n1').automatedClean).toBe(false);
  await work.apply('');
  await work.apply(node());
  expect(work.node('n1').automatedClean).toBe(true);
});

test('an unknown node is refused, and nothing is made', async () => {
  const text = await work.refused(deployment().replace('depends_on = [ironic_port.n1]', ''));
  expect(text).toContain('Node not found');
});

describe('on an active node', () => {
  beforeEach(() => work.apply(all()));

  test('destroying the enrolment is refused with 409, and its port is gone all the same', async () => {
    await work.run('state', 'rm', 'ironic_deployment.slot', 'ironic_port.n1');
    expect(await work.refused('')).toContain('409');
    expect(work.node('n1').provisionState).toBe('active');
    expect(work.ironic.world.store.all('ports')).toEqual([]);
    // Ironic lets a node in maintenance go, with a server that runs on.
    work.set('n1', { maintenance: true });
    await work.apply('');
    expect(work.ironic.world.store.all('nodes')).toEqual([]);
  });

  test('a changed resource class is refused with 409, and the whole change is lost', async () => {
    const text = await work.refused(node({ resourceClass: 'cpu' }) + port() + deployment());
    expect(text).toContain('can not have resource_class updated');
    expect(work.node('n1').resourceClass).toBe('gpu');
    expect(await work.plan(node({ resourceClass: 'cpu' }) + port() + deployment())).not.toEqual({});
  });

  test('pxe_enabled and address of a port are refused with 409, and in maintenance the address goes through', async () => {
    const address = '02:00:5e:00:53:99';
    expect(await work.refused(node() + port({ pxe: false }) + deployment())).toContain('409');
    expect(await work.refused(node() + port({ address }) + deployment())).toContain('409');
    work.set('n1', { maintenance: true });
    await work.apply(node() + port({ address }) + deployment());
    expect(work.ironic.world.store.all('ports')).toMatchObject([{ address }]);
  });

  test('a deployment whose node is gone plans nothing, and cannot be destroyed', async () => {
    const { world } = work.ironic;
    world.store.transact(() => {
      world.store.remove('nodes', work.node('n1').uuid);
      for (const one of world.store.all('ports')) world.store.remove('ports', one.uuid);
    });
    await work.run('state', 'rm', 'ironic_node.n1', 'ironic_port.n1');
    const alone = deployment().replace('depends_on = [ironic_port.n1]', '');
    expect(await work.plan(alone)).toEqual({});
    expect(await work.refused('')).toContain('failed to get node');
  });

  test('protected: destroying the deployment is tried for half an hour', async () => {
    work.set('n1', { isProtected: true });
    const before = work.ironic.clock.now;
    expect(
      await work.refused(node({ extra: 'lifecycle {\n ignore_changes = [protected]\n }' }) + port()),
    ).toContain('timeout');
    expect(work.ironic.clock.now - before).toBeGreaterThanOrEqual(30 * 60_000);
  });

  test('protected, set elsewhere, plans an update that fails', async () => {
    work.set('n1', { isProtected: true });
    expect(await work.plan(all())).toEqual({ 'ironic_node.n1': 'update' });
    expect(await work.refused(all())).toContain('inconsistent');
  });

  test('a failed clean stops the destroy at once, and the plan after it is empty', async () => {
    work.metal.clean = () => took(5000, 'erase failed');
    expect(await work.refused(node() + port())).toContain('clean failed');
    expect(await work.plan(all())).toEqual({});
    expect(await work.refused(node() + port())).toContain('terminal failure state: clean failed');
  });
});

test('a failed deploy leaves nothing in the state, and the next apply fails without trying', async () => {
  work.metal.deploy = () => took(10_000, 'Image could not be written');
  expect(await work.refused(all())).toContain('deploy failed');
  expect(await work.plan(all())).toEqual({ 'ironic_deployment.slot': 'create' });
  work.metal.deploy = () => took(10_000);
  expect(await work.refused(all())).toContain('terminal failure state: deploy failed');
  await work.apply(node() + port());
  expect(work.node('n1').provisionState).toBe('deploy failed');
});
