import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LabWorkspace, openLabWorkspace } from './support/workspace.js';

const cluster = (generation: number, userData = 'one') => `
resource "maas_fabric" "main" {
  name = "main"
}
resource "maas_vlan" "servers" {
  fabric = maas_fabric.main.id
  vid    = 20
  name   = "servers"
}
resource "maas_subnet" "servers" {
  cidr       = "198.51.100.0/24"
  fabric     = maas_fabric.main.id
  vlan       = maas_vlan.servers.vid
  gateway_ip = "198.51.100.1"
}
resource "maas_machine" "n1" {
  hostname         = "n1"
  power_type       = "redfish"
  power_parameters = jsonencode({ power_address = "203.0.113.11", power_user = "u", power_pass = "canary-1" })
  pxe_mac_address  = "02:00:5e:00:53:01"
}
resource "terraform_data" "slot" {
  input = ${generation}
}
resource "maas_network_interface_physical" "eth0" {
  machine     = maas_machine.n1.id
  mac_address = "02:00:5E:00:53:01"
  name        = "eth0"
  vlan        = maas_vlan.servers.id
  lifecycle {
    replace_triggered_by = [terraform_data.slot]
  }
}
resource "maas_network_interface_link" "eth0" {
  machine           = maas_machine.n1.id
  network_interface = maas_network_interface_physical.eth0.id
  subnet            = maas_subnet.servers.cidr
  mode              = "STATIC"
  ip_address        = "198.51.100.10"
  lifecycle {
    replace_triggered_by = [terraform_data.slot]
  }
}
resource "maas_instance" "n1" {
  allocate_params {
    system_id = maas_machine.n1.id
  }
  deploy_params {
    distro_series = "ubuntu/noble"
    user_data     = "${userData}"
  }
  release_params {
    erase = true
  }
  depends_on = [maas_network_interface_link.eth0]
  lifecycle {
    ignore_changes       = [allocate_params, deploy_params]
    replace_triggered_by = [terraform_data.slot]
  }
}
`;

let work: LabWorkspace;
beforeEach(async () => {
  work = await openLabWorkspace();
});
afterEach(() => work.close());

test('a machine goes from nothing to deployed, plans empty, is reimaged by its generation, and given back', async () => {
  const { world } = work.lab.maas[0] ?? expect.fail('there is no MAAS');
  work.write(cluster(1));
  await work.apply();
  const [machine] = world.store.all('machines');
  expect(machine).toMatchObject({ hostname: 'n1', status: 'Deployed' });
  expect(await work.plan()).toEqual({});

  work.write(cluster(1, 'two'));
  expect(await work.plan()).toEqual({});

  work.write(cluster(2, 'two'));
  expect(Object.keys(await work.plan()).sort()).toEqual([
    'maas_instance.n1',
    'maas_network_interface_link.eth0',
    'maas_network_interface_physical.eth0',
    'terraform_data.slot',
  ]);
  await work.apply();
  expect(world.store.all('machines')[0]?.deployment?.userDataBytes).toBe(3);
  expect(await work.plan()).toEqual({});

  await work.ok('destroy', '-auto-approve', '-no-color');
  expect(world.store.all('machines')).toEqual([]);
}, 30_000);
