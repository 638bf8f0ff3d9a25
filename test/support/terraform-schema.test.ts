import { App, Fn, TerraformStack, TerraformVariable } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { nullProvider, terraformBuiltin } from '../../src/facts/providers/builtin.js';
import { maasProvider } from '../../src/facts/providers/maas.js';
import {
  BlockDevice,
  DataMaasMachines,
  Instance,
  MaasProvider,
  Machine,
  Tag,
} from '../../src/providers/maas/index.js';
import { type Problem, validateTerraformJson } from './terraform-schema.js';

const providers = [maasProvider, nullProvider, terraformBuiltin];

/** A stack that has one good block of each kind the cases below bend. */
function stack() {
  return {
    terraform: {
      required_providers: { maas: { source: 'canonical/maas' }, null: { source: 'hashicorp/null' } },
    },
    provider: { maas: [{ api_url: 'https://192.0.2.1/MAAS' }], null: [{}] },
    variable: { bmc: { type: 'map(object({ user = string, password = string }))', sensitive: true } },
    locals: { ids: '${{for m in data.maas_machines.all.machines : m.hostname => m.system_id}}' },
    data: { maas_machines: { all: {} }, maas_vlan: { prov: { fabric: 'dc1', vlan: '0' } } },
    resource: {
      maas_machine: {
        'gpu-01': {
          hostname: 'gpu-01',
          power_type: 'redfish',
          power_parameters:
            '${jsonencode({"power_address" = "192.0.2.11", "power_user" = var.bmc["gpu-01"].user, "power_pass" = var.bmc["gpu-01"].password})}',
          pxe_mac_address: '02:00:00:00:00:01',
          timeouts: { create: '1h30m' },
        } as Record<string, unknown>,
      },
      maas_network_interface_link: {
        link: {
          machine: '${local.ids["gpu-01"]}',
          network_interface: 'eth0',
          subnet: '198.51.100.0/24',
          mode: 'STATIC',
          ip_address: '198.51.100.10',
          lifecycle: { replace_triggered_by: ['terraform_data.slot'] },
        } as Record<string, unknown>,
      },
      maas_block_device: {
        disk: {
          machine: '${maas_machine.gpu-01.id}',
          name: 'nvme0n1',
          id_path: '/dev/disk/by-id/x',
          size_gigabytes: 960,
          partitions: [{ size_gigabytes: 900, fs_type: 'ext4', mount_point: '/' }],
        } as Record<string, unknown>,
      },
      maas_instance: {
        slot: {
          allocate_params: { system_id: '${maas_machine.gpu-01.id}', tags: ['a'] },
          deploy_params: { distro_series: 'noble', user_data: '#cloud-config\n# $${HOME} and %%{x}\n' },
          depends_on: ['maas_network_interface_link.link', 'maas_block_device.disk'],
          lifecycle: { ignore_changes: ['allocate_params', 'deploy_params'] },
        } as Record<string, unknown>,
      },
      maas_subnet: {
        s: {
          cidr: '203.0.113.0/24',
          fabric: 'dc1',
          vlan: '10',
          rdns_mode: 2,
          dns_servers: ['192.0.2.53'],
        } as Record<string, unknown>,
      },
      maas_vlan_dhcp: {
        d: { fabric: 1, vlan: 10, ip_ranges: [1], relay_vlan: 5001 } as Record<string, unknown>,
      },
      maas_dns_record: {
        r: { type: 'A/AAAA', data: '198.51.100.10', fqdn: 'a.example.net' } as Record<string, unknown>,
      },
      maas_configuration: { c: { key: 'kernel_opts', value: 'iommu=pt' } as Record<string, unknown> },
      maas_user: {
        u: { name: 'x', email: 'x@example.net', password: '${var.bmc["x"].password}' } as Record<
          string,
          unknown
        >,
      },
      maas_tag: { t: { name: 'gpu', machines: ['${maas_machine.gpu-01.id}'] } as Record<string, unknown> },
      null_resource: { n: { triggers: { a: '1' } } as Record<string, unknown> },
      terraform_data: { slot: { input: { asset: 'gpu-01', generation: 1 } } as Record<string, unknown> },
    },
    output: { id: { value: '${maas_instance.slot.id}' } },
  };
}
type Draft = ReturnType<typeof stack> & { resource: Record<string, Record<string, Record<string, unknown>>> };

function problemsAfter(change: (draft: Draft) => void): string[] {
  const draft = stack() as Draft;
  change(draft);
  return validateTerraformJson(draft, providers).map(print);
}

function print({ address, path, message }: Problem): string {
  return `${address}${path === '' ? '' : ` ${path}`}: ${message}`;
}

test('finds nothing in a stack that provider and Terraform take', () => {
  expect(validateTerraformJson(stack(), providers).map(print)).toEqual([]);
});

test('finds nothing in what cdktf makes of the bindings', () => {
  const app = new App({ outdir: 'cdktf.out', stackTraces: false });
  const scope = new TerraformStack(app, 'claim-01');
  new MaasProvider(scope, 'maas', { apiUrl: 'https://192.0.2.1/MAAS' });
  const bmc = new TerraformVariable(scope, 'bmc', { type: 'map(any)', sensitive: true });
  const all = new DataMaasMachines(scope, 'all');
  const machine = new Machine(scope, 'gpu-01', {
    powerType: 'redfish',
    powerParameters: Fn.jsonencode({
      power_address: '192.0.2.11',
      power_pass: Fn.lookup(bmc.value, 'gpu-01'),
    }),
    pxeMacAddress: '02:00:00:00:00:01',
  });
  const disk = new BlockDevice(scope, 'disk', {
    machine: machine.id,
    name: 'sda',
    idPath: '/dev/disk/by-id/x',
    sizeGigabytes: 480,
    partitions: [{ sizeGigabytes: 400, fsType: 'ext4', mountPoint: '/' }],
  });
  new Tag(scope, 'tag', { name: 'gpu', machines: [machine.id, all.machines.get(0).systemId] });
  new Instance(scope, 'slot', {
    allocateParams: { systemId: machine.id },
    releaseParams: { erase: true, secureErase: true },
    timeouts: { create: '45m', delete: '6h' },
    dependsOn: [disk],
    lifecycle: {
      ignoreChanges: ['allocate_params', 'deploy_params'],
      replaceTriggeredBy: [`maas_block_device.${disk.friendlyUniqueId}`],
    },
  });
  expect(validateTerraformJson(scope.toTerraform(), providers).map(print)).toEqual([]);
});

const r = <T extends keyof Draft['resource']>(
  draft: Draft,
  type: T,
  name: string,
): Record<string, unknown> => {
  const body = draft.resource[type]?.[name];
  if (body === undefined) throw new Error(`no ${String(type)}.${name} in the test stack`);
  return body;
};

const bad: readonly (readonly [string, (draft: Draft) => void, string])[] = [
  [
    'an attribute that does not exist',
    (d) => (r(d, 'maas_tag', 't')['machine_ids'] = []),
    'maas_tag.t machine_ids: does not exist in the schema',
  ],
  [
    'a required attribute that is missing',
    (d) => delete r(d, 'maas_tag', 't')['name'],
    'maas_tag.t name: is required',
  ],
  [
    'a required attribute that is null',
    (d) => (r(d, 'maas_tag', 't')['name'] = null),
    'maas_tag.t name: is required',
  ],
  [
    'an attribute that only the provider sets',
    (d) => (r(d, 'maas_instance', 'slot')['fqdn'] = 'x'),
    'maas_instance.slot fqdn: is set by the provider only',
  ],
  [
    'a number where a string belongs',
    (d) => (r(d, 'maas_tag', 't')['name'] = 3),
    'maas_tag.t name: must be a string, is number 3',
  ],
  [
    'a string where a number belongs',
    (d) => (r(d, 'maas_vlan_dhcp', 'd')['vlan'] = '10'),
    'maas_vlan_dhcp.d vlan: must be a number, is string "10"',
  ],
  [
    'text around an expression where a number belongs',
    (d) => (r(d, 'maas_vlan_dhcp', 'd')['vlan'] = '1${data.maas_vlan.prov.id}'),
    'maas_vlan_dhcp.d vlan: must be a number, is string "1${data.maas_vlan.prov.id}"',
  ],
  [
    'a string where a bool belongs',
    (d) => (r(d, 'maas_subnet', 's')['allow_dns'] = 'true'),
    'maas_subnet.s allow_dns: must be a bool, is string "true"',
  ],
  [
    'a string where a list belongs',
    (d) => (r(d, 'maas_subnet', 's')['dns_servers'] = '192.0.2.53'),
    'maas_subnet.s dns_servers: must be a list, is string "192.0.2.53"',
  ],
  [
    'a wrong element of a set',
    (d) => (r(d, 'maas_vlan_dhcp', 'd')['ip_ranges'] = [1, 'b']),
    'maas_vlan_dhcp.d ip_ranges[1]: must be a number, is string "b"',
  ],
  [
    'a list where a map belongs',
    (d) => (r(d, 'null_resource', 'n')['triggers'] = ['a']),
    'null_resource.n triggers: must be a map, is a list',
  ],
  [
    'a number in a map of strings',
    (d) => (r(d, 'null_resource', 'n')['triggers'] = { a: 1 }),
    'null_resource.n triggers.a: must be a string, is number 1',
  ],
  [
    'a block that is no object',
    (d) => (r(d, 'maas_instance', 'slot')['deploy_params'] = '${local.ids}'),
    'maas_instance.slot deploy_params: is a block, and must be an object',
  ],
  [
    'a block too often',
    (d) => (r(d, 'maas_instance', 'slot')['deploy_params'] = [{}, {}]),
    'maas_instance.slot deploy_params: is there 2 times, at most 1 allowed',
  ],
  [
    'a wrong attribute in a block of a list',
    (d) =>
      (r(d, 'maas_block_device', 'disk')['partitions'] = [
        { size_gigabytes: 1 },
        { size: 2, size_gigabytes: 1 },
      ]),
    'maas_block_device.disk partitions[1].size: does not exist in the schema',
  ],
  [
    'a timeout that the resource does not have',
    (d) => (r(d, 'maas_instance', 'slot')['timeouts'] = { update: '1h' }),
    'maas_instance.slot timeouts.update: does not exist in the schema',
  ],
  [
    'a timeout that is no duration',
    (d) => (r(d, 'maas_instance', 'slot')['timeouts'] = { delete: '90' }),
    'maas_instance.slot timeouts.delete: must be a duration such as 30m, is "90"',
  ],
  [
    'a value outside the allowed ones',
    (d) => (r(d, 'maas_machine', 'gpu-01')['power_type'] = 'Redfish'),
    'maas_machine.gpu-01 power_type: must be one of amt',
  ],
  [
    'a value outside its range',
    (d) => (r(d, 'maas_subnet', 's')['rdns_mode'] = 3),
    'maas_subnet.s rdns_mode: must be from 0 to 2, is 3',
  ],
  [
    'what is no IP address',
    (d) => (r(d, 'maas_network_interface_link', 'link')['ip_address'] = '198.51.100.10/24'),
    'maas_network_interface_link.link ip_address: must be an IP address, is "198.51.100.10/24"',
  ],
  [
    'a DNS server by name',
    (d) => (r(d, 'maas_subnet', 's')['dns_servers'] = ['ns.example.net']),
    'maas_subnet.s dns_servers[0]: must be an IP address, is "ns.example.net"',
  ],
  [
    'text that is no JSON',
    (d) => (r(d, 'maas_machine', 'gpu-01')['power_parameters'] = '{power_address: 1}'),
    'maas_machine.gpu-01 power_parameters: must be JSON',
  ],
  [
    'what is no e-mail address',
    (d) => (r(d, 'maas_user', 'u')['email'] = 'x'),
    'maas_user.u email: must be an e-mail address, is "x"',
  ],
  [
    'a setting that cannot be set',
    (d) => (r(d, 'maas_configuration', 'c')['key'] = 'maas_auto_ipmi_workaround_flags'),
    'maas_configuration.c key: "maas_auto_ipmi_workaround_flags" cannot be set',
  ],
  [
    'two that conflict',
    (d) => (r(d, 'maas_vlan_dhcp', 'd')['primary_rack_controller'] = 'abc'),
    'maas_vlan_dhcp.d primary_rack_controller: must not be given together with relay_vlan',
  ],
  [
    'one that needs another',
    (d) => delete r(d, 'maas_subnet', 's')['fabric'],
    'maas_subnet.s vlan: needs fabric',
  ],
  [
    'two of a group that takes one',
    (d) => (r(d, 'maas_network_interface_link', 'link')['device'] = 'x'),
    'maas_network_interface_link.link: exactly one of device, machine must be given, 2 are',
  ],
  [
    'none of a group that needs one',
    (d) => delete r(d, 'maas_block_device', 'disk')['id_path'],
    'maas_block_device.disk: at least one of id_path, model must be given',
  ],
  [
    'a machine without boot MAC',
    (d) => delete r(d, 'maas_machine', 'gpu-01')['pxe_mac_address'],
    'maas_machine.gpu-01 pxe_mac_address: is required when power_type is not "ipmi"',
  ],
  [
    'a mount without file system',
    (d) => (r(d, 'maas_block_device', 'disk')['partitions'] = [{ size_gigabytes: 1, mount_point: '/' }]),
    'maas_block_device.disk partitions[0].mount_point: needs fs_type',
  ],
  [
    'a tag emptied of machines',
    (d) => (r(d, 'maas_tag', 't')['machines'] = []),
    'maas_tag.t machines: changes nothing when it is empty',
  ],
  [
    'a default gateway on a link by DHCP',
    (d) =>
      Object.assign(r(d, 'maas_network_interface_link', 'link'), { mode: 'DHCP', default_gateway: true }),
    'maas_network_interface_link.link default_gateway: cannot be used in mode DHCP',
  ],
  [
    'a reference to a resource that is not declared',
    (d) => (r(d, 'maas_tag', 't')['machines'] = ['${maas_machine.gpu-02.id}']),
    'maas_tag.t machines[0]: "maas_machine.gpu-02" is not declared',
  ],
  [
    'a reference to a data source that is not declared',
    (d) => (r(d, 'maas_tag', 't')['comment'] = 'x ${data.maas_vlan.none.id}'),
    'maas_tag.t comment: "data.maas_vlan.none" is not declared',
  ],
  [
    'a reference to a local that is not declared',
    (d) => (r(d, 'maas_tag', 't')['comment'] = '${local.idz["a"]}'),
    'maas_tag.t comment: "local.idz" is not declared',
  ],
  [
    'a reference to a variable that is not declared',
    (d) => (r(d, 'maas_tag', 't')['comment'] = '${upper(var.bmx)}'),
    'maas_tag.t comment: "var.bmx" is not declared',
  ],
  [
    'a reference to an attribute that does not exist',
    (d) => (d.output.id.value = '${maas_instance.slot.system_id}'),
    'output.id value: "maas_instance.slot" has no attribute "system_id"',
  ],
  [
    'a shell variable in text',
    (d) => (r(d, 'maas_instance', 'slot')['deploy_params'] = { user_data: 'echo ${HOME}' }),
    'maas_instance.slot deploy_params.user_data: "HOME" is no reference; text that means it literally writes "$${HOME}"',
  ],
  [
    'a curl format in text',
    (d) => (r(d, 'maas_instance', 'slot')['deploy_params'] = { user_data: 'curl -w %{http_code}' }),
    'maas_instance.slot deploy_params.user_data: "%{" starts a directive',
  ],
  [
    'an expression that does not end',
    (d) => (r(d, 'maas_tag', 't')['comment'] = '${local.ids["a"'),
    'maas_tag.t comment: "]" is missing before ""',
  ],
  [
    'depends_on of something that is not declared',
    (d) => (r(d, 'maas_instance', 'slot')['depends_on'] = ['maas_raid.r']),
    'maas_instance.slot depends_on[0]: "maas_raid.r" is not declared',
  ],
  [
    'depends_on with a template',
    (d) => (r(d, 'maas_instance', 'slot')['depends_on'] = ['${maas_tag.t}']),
    'maas_instance.slot depends_on[0]: must be a bare reference such as "maas_fabric.a"',
  ],
  [
    'ignore_changes of an attribute that does not exist',
    (d) => (r(d, 'maas_instance', 'slot')['lifecycle'] = { ignore_changes: ['user_data'] }),
    'maas_instance.slot lifecycle.ignore_changes[0]: "user_data" does not exist in the schema',
  ],
  [
    'replace_triggered_by something that is not declared',
    (d) => (r(d, 'maas_tag', 't')['lifecycle'] = { replace_triggered_by: ['terraform_data.slots'] }),
    'maas_tag.t lifecycle.replace_triggered_by[0]: "terraform_data.slots" is not declared',
  ],
  [
    'replace_triggered_by a data source',
    (d) => (r(d, 'maas_tag', 't')['lifecycle'] = { replace_triggered_by: ['data.maas_vlan.prov'] }),
    'maas_tag.t lifecycle.replace_triggered_by[0]: "data.maas_vlan.prov" is not a managed resource',
  ],
  [
    'replace_triggered_by with a template',
    (d) => (r(d, 'maas_tag', 't')['lifecycle'] = { replace_triggered_by: ['${terraform_data.slot}'] }),
    'maas_tag.t lifecycle.replace_triggered_by[0]: must be a bare reference',
  ],
  [
    'a lifecycle setting that does not exist',
    (d) => (r(d, 'maas_tag', 't')['lifecycle'] = { ignore: [] }),
    'maas_tag.t lifecycle.ignore: does not exist',
  ],
  [
    'depends_on of a data source',
    (d) => Object.assign(d.data.maas_vlan.prov, { depends_on: ['maas_tag.t'] }),
    'data.maas_vlan.prov depends_on: makes the result of a data source unknown at every plan',
  ],
  [
    'for_each',
    (d) => (r(d, 'maas_tag', 't')['for_each'] = '${local.ids}'),
    'maas_tag.t for_each: is not used',
  ],
  [
    'a provider alias that is not configured',
    (d) => (r(d, 'maas_tag', 't')['provider'] = 'maas.other'),
    'maas_tag.t provider: "maas.other" is not configured',
  ],
  [
    'a wrong attribute of a provider',
    (d) => Object.assign(d.provider.maas[0] ?? {}, { url: 'x' }),
    'provider.maas url: does not exist in the schema',
  ],
  [
    'a provider that is not required',
    (d) => Reflect.deleteProperty(d.terraform.required_providers, 'null'),
    'terraform required_providers: lacks "hashicorp/null", whose resources are used',
  ],
  [
    'a resource that no provider has',
    (d) => (d.resource['maas_reserved_ip'] = { a: {} }),
    'maas_reserved_ip.a: no known provider has the resource "maas_reserved_ip"',
  ],
  [
    'a ring',
    (d) => (r(d, 'terraform_data', 'slot')['input'] = '${maas_instance.slot.id}'),
    'depends on itself: ',
  ],
];

describe('finds', () => {
  test.each(bad)('%s', (_, change, expected) => {
    expect(problemsAfter(change).some((problem) => problem.includes(expected))).toBe(true);
  });
});

describe('takes', () => {
  const good: readonly (readonly [string, (draft: Draft) => void])[] = [
    [
      'one expression where a number belongs',
      (d) => (r(d, 'maas_vlan_dhcp', 'd')['vlan'] = '${data.maas_vlan.prov.vlan}'),
    ],
    [
      'one expression where a list belongs',
      (d) => (r(d, 'maas_subnet', 's')['dns_servers'] = '${[for k, v in local.ids : v if k != "a"]}'),
    ],
    ['any type in terraform_data', (d) => (r(d, 'terraform_data', 'slot')['input'] = [1, { a: true }])],
    [
      'a single block given as a list of one',
      (d) => (r(d, 'maas_instance', 'slot')['deploy_params'] = [{ hwe_kernel: 'ga-24.04' }]),
    ],
    [
      'an ipmi machine without boot MAC',
      (d) => {
        r(d, 'maas_machine', 'gpu-01')['power_type'] = 'ipmi';
        delete r(d, 'maas_machine', 'gpu-01')['pxe_mac_address'];
      },
    ],
    [
      'ignore_changes of all',
      (d) => (r(d, 'maas_instance', 'slot')['lifecycle'] = { ignore_changes: 'all' }),
    ],
    [
      'an index in ignore_changes',
      (d) =>
        (r(d, 'maas_instance', 'slot')['lifecycle'] = { ignore_changes: ['deploy_params[0].user_data'] }),
    ],
    [
      'conditions, arithmetic, nested quotes and object keys',
      (d) =>
        (r(d, 'maas_tag', 't')['comment'] =
          '${var.bmc["a"].user == "x" ? format("%s-${local.ids["b"]}", 1 + 2) : tostring({ k = 1, (local.ids["c"]) = 2 })}'),
    ],
    ['an attribute that is null', (d) => (r(d, 'maas_tag', 't')['comment'] = null)],
  ];
  test.each(good)('%s', (_, change) => {
    expect(problemsAfter(change)).toEqual([]);
  });
});

test('quotes no secret: text that is no JSON is not repeated', () => {
  const found = problemsAfter(
    (d) => (r(d, 'maas_machine', 'gpu-01')['power_parameters'] = '{"power_pass": hunter2'),
  );
  expect(found).toEqual(['maas_machine.gpu-01 power_parameters: must be JSON']);
});

test('names every block of a ring', () => {
  const found = problemsAfter((d) => {
    r(d, 'maas_tag', 't')['comment'] = '${local.ring}';
    Object.assign(d.locals, { ring: '${maas_tag.t.name}' });
  });
  expect(found).toEqual(['maas_tag.t: depends on itself: maas_tag.t -> local.ring -> maas_tag.t']);
});
