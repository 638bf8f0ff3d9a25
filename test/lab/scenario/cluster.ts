import { noScenario, type Scenario } from '../../../src/lab/scenario/parse.js';
import type { Fault } from '../../../src/lab/scenario/schema.js';

/** What of the cluster differs from the usual. */
export interface ClusterOptions {
  readonly machines?: readonly string[];
  readonly powerType?: 'redfish' | 'manual';
  /** Of every machine and instance, in the provider's own words. */
  readonly timeout?: string;
  readonly mtu?: number;
  readonly userData?: string;
}

const networks = `
resource "maas_fabric" "main" {
  name = "main"
}
resource "maas_vlan" "servers" {
  fabric = maas_fabric.main.id
  vid    = 20
  name   = "servers"
}
resource "maas_subnet" "servers" {
  cidr   = "198.51.100.0/24"
  fabric = maas_fabric.main.id
  vlan   = maas_vlan.servers.vid
}
`;

function server(name: string, index: number, options: ClusterOptions): string {
  const { powerType = 'redfish', timeout, mtu = 1500, userData = 'one' } = options;
  const power =
    powerType === 'manual'
      ? 'jsonencode({})'
      : `jsonencode({ power_address = "203.0.113.${11 + index}", power_user = "u", power_pass = "canary-1" })`;
  const limits =
    timeout === undefined ? '' : `timeouts {\n    create = "${timeout}"\n    delete = "${timeout}"\n  }`;
  return `
resource "maas_machine" "${name}" {
  hostname         = "${name}"
  power_type       = "${powerType}"
  power_parameters = ${power}
  pxe_mac_address  = "02:00:5e:00:53:0${index}"
}
resource "terraform_data" "${name}" {
  input = 1
}
resource "maas_network_interface_physical" "${name}" {
  machine     = maas_machine.${name}.id
  mac_address = "02:00:5e:00:53:0${index}"
  name        = "eth0"
  vlan        = maas_vlan.servers.id
  mtu         = ${mtu}
  lifecycle {
    replace_triggered_by = [terraform_data.${name}]
  }
}
resource "maas_network_interface_link" "${name}" {
  machine           = maas_machine.${name}.id
  network_interface = maas_network_interface_physical.${name}.id
  subnet            = maas_subnet.servers.cidr
  mode              = "STATIC"
  ip_address        = "198.51.100.1${index}"
  lifecycle {
    replace_triggered_by = [terraform_data.${name}]
  }
}
resource "maas_instance" "${name}" {
  allocate_params {
    system_id = maas_machine.${name}.id
  }
  deploy_params {
    distro_series = "ubuntu/noble"
    user_data     = "${userData}"
  }
  release_params {
    erase = true
  }
  ${limits}
  depends_on = [maas_network_interface_link.${name}]
  lifecycle {
    ignore_changes       = [allocate_params, deploy_params]
    replace_triggered_by = [terraform_data.${name}]
  }
}
`;
}

/** A fabric with a network, and servers on it, written as the kit writes them: enrolment and claim in one state. */
export function cluster(options: ClusterOptions = {}): string {
  const { machines = ['n1', 'n2'] } = options;
  return networks + machines.map((name, index) => server(name, index + 1, options)).join('');
}

/** A scenario of these faults. */
export function withFaults(...faults: readonly Fault[]): Scenario {
  return { ...noScenario, faults };
}
