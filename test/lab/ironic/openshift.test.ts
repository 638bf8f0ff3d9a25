import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { took } from '../../../src/lab/ironic/usual-metal.js';
import { IronicWorkspace } from './workspace.js';

let work: IronicWorkspace;
beforeEach(async () => {
  work = await IronicWorkspace.open('openshift-metal3');
});
afterEach(() => work.close());

const node = ({
  resourceClass = 'gpu',
  password = 'redfish_password',
  ignored = true,
  pxe = 'true',
  extra = '',
} = {}) => `
resource "ironic_node_v1" "n1" {
  name           = "n1"
  driver         = "redfish"
  resource_class = "${resourceClass}"
  manage         = true
  available      = true
  driver_info = {
    redfish_address = "https://203.0.113.11"
    ${password}     = "canary-1"
  }
  properties = {
    cpu_arch = "x86_64"
  }
  ports = [{ address = "02:00:5E:00:53:01", pxe_enabled = "${pxe}" }]
  ${extra}
  ${ignored ? 'lifecycle {\n    ignore_changes = [driver_info]\n  }' : ''}
}
`;
const alone = (hcl: string) => hcl.replace('depends_on = [ironic_node_v1.n1]', '');
const deployment = ({ generation = 1, userData = 'one', info = '' } = {}) => `
resource "terraform_data" "slot" {
  input = ${generation}
}
resource "ironic_deployment" "slot" {
  node_uuid = "n1"
  instance_info = {
    image_source = "https://images.example/noble.img"
    root_gb      = "100"
    ${info}
  }
  user_data = "${userData}"
  lifecycle {
    ignore_changes       = [${info === '' ? 'instance_info, user_data, node_uuid' : 'user_data'}]
    replace_triggered_by = [terraform_data.slot]
  }
  depends_on = [ironic_node_v1.n1]
}
`;

test('the recipe goes from nothing to active, plans empty, and is destroyed', async () => {
  await work.apply(node() + deployment());
  expect(work.node('n1')).toMatchObject({ provisionState: 'active', configDriveBytes: expect.any(Number) });
  expect(work.node('n1').instanceInfo).toEqual({
    image_source: 'https://images.example/noble.img',
    root_gb: '100',
  });
  expect(await work.plan(node() + deployment())).toEqual({});
  expect(await work.plan(node() + deployment({ userData: 'two' }))).toEqual({});
  expect(await work.plan(node() + deployment({ generation: 2, userData: 'two' }))).toEqual({
    'ironic_deployment.slot': 'delete create',
    'terraform_data.slot': 'update',
  });
  await work.apply(node() + deployment({ generation: 2, userData: 'two' }));
  expect(await work.plan(node() + deployment({ generation: 2, userData: 'two' }))).toEqual({});
  await work.apply('');
  expect(work.ironic.world.store.all('nodes')).toEqual([]);
  expect(work.ironic.world.store.all('ports')).toEqual([]);
}, 20_000);

test('with redfish_password every plan shows an update, with ipmi_password none', async () => {
  await work.apply(node({ ignored: false }));
  expect(await work.plan(node({ ignored: false }))).toEqual({ 'ironic_node_v1.n1': 'update' });
  await work.apply(node({ ignored: false, password: 'ipmi_password' }));
  // Nothing of driver_info is sent, so Ironic still has the former key; a fresh node has the right one.
  await work.apply('');
  await work.apply(node({ ignored: false, password: 'ipmi_password' }));
  expect(await work.plan(node({ ignored: false, password: 'ipmi_password' }))).toEqual({});
});

test('an allocation breaks on redeploy: undeploying deletes it in Ironic, and the next refresh stops with 404', async () => {
  const allocation =
    'resource "ironic_allocation_v1" "a" {\n  name = "a"\n  resource_class = "gpu"\n  candidate_nodes = [ironic_node_v1.n1.id]\n}\n';
  await work.apply(node() + allocation);
  await work.apply(node() + allocation + deployment());
  await work.apply(node() + allocation + deployment({ generation: 2 }));
  expect(await work.refused(node() + allocation + deployment({ generation: 2 }))).toContain(
    'could not be found',
  );
});

test('ports of their own fail: "Invalid address to set: port_group_id"', async () => {
  const port =
    'resource "ironic_port_v1" "p" {\n  node_uuid = ironic_node_v1.n1.id\n  address = "02:00:5e:00:53:09"\n}\n';
  expect(await work.refused(node() + port)).toContain('Invalid address to set: port_group_id');
});

test('capabilities in instance_info replace the deployment at every plan', async () => {
  const all = node() + deployment({ info: 'capabilities = "boot_mode:uefi"' });
  await work.apply(all);
  expect(await work.plan(all)).toEqual({ 'ironic_deployment.slot': 'delete create' });
});

test('an unknown node is refused with 404', async () => {
  expect(await work.refused(alone(deployment()))).toContain('404');
});

describe('on an active node', () => {
  beforeEach(() => work.apply(node() + deployment()));

  test('destroying the enrolment undeploys the server and deletes the node, without a refusal', async () => {
    await work.run('destroy', '-auto-approve', '-no-color', '-target=ironic_node_v1.n1');
    expect(work.ironic.world.store.all('nodes')).toEqual([]);
  });

  test('a deployment whose node is gone stops plan and destroy with 404', async () => {
    const { world } = work.ironic;
    world.store.transact(() => world.store.remove('nodes', work.node('n1').uuid));
    await work.run('state', 'rm', 'ironic_node_v1.n1');
    expect(await work.refused(alone(deployment()))).toContain('404');
  });

  test('a changed resource class is refused with 409', async () => {
    const before = work.ironic.clock.now;
    expect(await work.refused(node({ resourceClass: 'cpu' }) + deployment())).toContain(
      'can not have resource_class updated',
    );
    expect(work.ironic.clock.now - before).toBeGreaterThan(155_000);
  });

  test('changed ports: the apply says success, the plan is empty, and Ironic has the old ones', async () => {
    await work.apply(node({ pxe: 'false' }) + deployment());
    expect(await work.plan(node({ pxe: 'false' }) + deployment())).toEqual({});
    expect(work.ironic.world.store.all('ports')).toMatchObject([{ pxeEnabled: true }]);
  });

  test('protected: destroying the deployment is refused with 403, and it stays untainted', async () => {
    work.set('n1', { isProtected: true });
    expect(await work.refused(node())).toContain('is protected');
    expect(await work.plan(node() + deployment())).toEqual({});
  });

  test('in maintenance the plan is empty, and the deployment can be destroyed', async () => {
    work.set('n1', { maintenance: true });
    expect(await work.plan(node() + deployment())).toEqual({});
    await work.apply(node());
    expect(work.node('n1').provisionState).toBe('available');
  });
});

test('a failed deploy is tried four times, only the first with an image, and ends tainted; the next apply mends it', async () => {
  const seen: number[] = [];
  work.metal.deploy = ({ instanceInfo }) => {
    seen.push(Object.keys(instanceInfo).length);
    return took(10_000, 'Image could not be written');
  };
  expect(await work.refused(node() + deployment())).toContain('deploy failed');
  expect(seen).toEqual([2, 0, 0, 0]);
  expect(await work.plan(node() + deployment())).toEqual({ 'ironic_deployment.slot': 'delete create' });
  work.metal.deploy = () => took(10_000);
  await work.apply(node() + deployment());
  expect(work.node('n1')).toMatchObject({ provisionState: 'active', instanceInfo: { root_gb: '100' } });
  expect(await work.plan(node() + deployment())).toEqual({});
});
