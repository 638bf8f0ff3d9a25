import {
  App,
  LocalBackend,
  TerraformLocal,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
} from 'cdktf';
import type { Construct } from 'constructs';
import {
  DataMaasFabric,
  DataMaasMachines,
  DataMaasSubnet,
  DataMaasVlan,
  DnsDomain,
  DnsRecord,
  Instance,
  MaasProvider,
  Machine,
  NetworkInterfaceBond,
  NetworkInterfaceLink,
  NetworkInterfacePhysical,
  NetworkInterfaceVlan,
  Subnet,
  Tag,
  Vlan,
} from '../src/providers/maas/index.js';
import type { PlainInput, PlainMachine, PlainSlot, PlainStack } from './plain-input.js';

/*
 * The plain CDKTF program that the bench compares with: what a person would write for this one fleet, and as lean as
 * it can be. Resources stand flat in their stacks, every value that is the same for all is a constant here, and
 * references are text, so that cdktf has no tokens to resolve. It checks nothing.
 */

/** Adds the stacks of the fleet to a new App. */
export function plainProgram(input: PlainInput, outdir: string): App {
  const app = new App({ outdir, stackTraces: false });
  const stacks = new Map<string, TerraformStack>();
  for (const given of input.stacks) {
    const stack = new TerraformStack(app, given.name);
    stacks.set(given.name, stack);
    new LocalBackend(stack, { path: `../../../state/${given.stateKey}.tfstate` });
    new MaasProvider(stack, 'maas', {});
    stack.addOverride('terraform.required_providers.maas.version', '~> 2.8.0, >= 2.7.2, < 3.0.0');
    new TerraformOutput(stack, 'rackform_stack', { value: given.name });
    if (given.kind === 'network') network(stack);
    else if (given.kind === 'enrolment') enrolments(stack, given.machines);
    else claims(stack, given);
    for (const name of given.after) {
      const other = stacks.get(name);
      if (other !== undefined) stack.addDependency(other);
    }
  }
  return app;
}

function network(stack: TerraformStack): void {
  const fabric = '${data.maas_fabric.hosts.id}';
  new DataMaasFabric(stack, 'fabric', { name: 'hosts' }).overrideLogicalId('hosts');
  new DataMaasVlan(stack, 'provisioning', { fabric: 'hosts', vlan: '0' }).overrideLogicalId('provisioning');
  new DataMaasSubnet(stack, 'pxe', { cidr: '10.1.0.0/16' }).overrideLogicalId('provisioning_pxe');
  new DnsDomain(stack, 'domain', { name: 'dc1.example.net', authoritative: true }).overrideLogicalId('dc1');
  new Vlan(stack, 'in-band', { fabric, vid: 100, name: 'in-band', mtu: 1500 }).overrideLogicalId('in-band');
  new Vlan(stack, 'storage', { fabric, vid: 200, name: 'storage', mtu: 9000 }).overrideLogicalId('storage');
  new Subnet(stack, 'in-band-hosts', {
    cidr: '10.2.0.0/16',
    name: 'in-band_hosts',
    fabric,
    vlan: '${maas_vlan.in-band.vid}',
    gatewayIp: '10.2.0.1',
  }).overrideLogicalId('in-band_hosts');
  new Subnet(stack, 'storage-hosts', {
    cidr: '10.3.0.0/16',
    name: 'storage_hosts',
    fabric,
    vlan: '${maas_vlan.storage.vid}',
  }).overrideLogicalId('storage_hosts');
}

function enrolments(stack: TerraformStack, machines: readonly PlainMachine[]): void {
  new TerraformVariable(stack, 'bmc_credentials', {
    type: 'map(object({ user = string, password = string }))',
    description: 'BMC user and password of each machine, by asset name.',
    sensitive: true,
    nullable: false,
  });
  for (const { asset, bmc, mac, timeout } of machines) {
    const entry = `var.bmc_credentials["${asset}"]`;
    new Machine(stack, asset, {
      hostname: asset,
      architecture: 'amd64/generic',
      powerType: 'redfish',
      powerParameters: `\${jsonencode({ power_address = "${bmc}", power_user = ${entry}.user, power_pass = ${entry}.password })}`,
      pxeMacAddress: mac,
      zone: 'default',
      skipBmcConfig: true,
      timeouts: { create: timeout, update: timeout },
      lifecycle: { ignoreChanges: ['commissioning_scripts', 'testing_scripts', 'script_parameters'] },
    }).overrideLogicalId(asset);
  }
}

/** cdktf's own class starts Terraform once for each of them. */
class Data extends TerraformResource {
  readonly #input: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, id: string, input: Readonly<Record<string, unknown>>) {
    super(scope, id, {
      terraformResourceType: 'terraform_data',
      terraformGeneratorMetadata: { providerName: 'terraform' },
    });
    this.#input = input;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.#input };
  }
}

/** A VLAN id of a look-up, where the binding wants a number. */
const vlanId = (name: string) => `\${data.maas_vlan.${name}.id}` as unknown as number;

const systemId = (asset: string) => `\${local.system_ids["${asset}"]}`;

function claims(stack: TerraformStack, { cluster, shard, slots }: PlainStack): void {
  if (slots.length === 0) return;
  new DataMaasMachines(stack, 'machines', {}).overrideLogicalId('all');
  new TerraformLocal(
    stack,
    'system-ids',
    '${{ for m in data.maas_machines.all.machines : m.hostname => m.system_id }}',
  ).overrideLogicalId('system_ids');
  for (const [name, vlan] of [
    ['provisioning', '0'],
    ['in-band', '100'],
    ['storage', '200'],
  ] as const)
    new DataMaasVlan(stack, name, { fabric: 'hosts', vlan }).overrideLogicalId(name);
  for (const pool of new Set(slots.map((slot) => slot.pool))) {
    const members = slots.filter((slot) => slot.pool === pool);
    const options = members[0]?.kernelOptions ?? '';
    if (options === '') continue;
    const assets = members.map((slot) => slot.asset).sort();
    const trigger = `tag_${cluster}_${pool}`;
    new Data(stack, `tag-data-${pool}`, { options, machines: assets }).overrideLogicalId(trigger);
    new Tag(stack, `tag-${pool}`, {
      name: `dc1_${cluster}_${pool}_${String(shard).padStart(2, '0')}`,
      kernelOpts: options,
      machines: assets.map(systemId),
      comment: `kernel options of pool ${pool} of cluster ${cluster}, by rackform`,
      lifecycle: { replaceTriggeredBy: [`terraform_data.${trigger}`] },
    }).overrideLogicalId(`${cluster}_${pool}`);
  }
  for (const slot of slots) claim(stack, cluster ?? '', slot);
}

function claim(stack: TerraformStack, cluster: string, slot: PlainSlot): void {
  const { name, asset, generation, fqdn, macs, inBand, storage } = slot;
  const machine = systemId(asset);
  const trigger = [`terraform_data.${name}`];
  const lifecycle = { ignoreChanges: 'all' as const, replaceTriggeredBy: trigger };
  new Data(stack, `${name}-data`, { asset, generation }).overrideLogicalId(name);

  const vlan = vlanId('provisioning');
  ['eno1', 'eno2'].forEach((nic, index) => {
    const macAddress = macs[index] ?? '';
    const props = { machine, macAddress, name: nic, vlan, mtu: 9000, lifecycle };
    new NetworkInterfacePhysical(stack, `${name}-${nic}`, props).overrideLogicalId(`${name}_${nic}`);
  });
  new NetworkInterfaceBond(stack, `${name}-bond`, {
    machine,
    name: 'bond-mgmt',
    parents: [
      `\${maas_network_interface_physical.${name}_eno1.name}`,
      `\${maas_network_interface_physical.${name}_eno2.name}`,
    ],
    bondMode: '802.3ad',
    bondLacpRate: 'fast',
    bondXmitHashPolicy: 'layer3+4',
    bondMiimon: 100,
    vlan,
    mtu: 9000,
    lifecycle,
  }).overrideLogicalId(`${name}_bond-mgmt`);
  link(stack, slot, { network: 'in-band', vid: 100, mtu: 1500, subnet: '10.2.0.0/16', ipAddress: inBand });
  link(stack, slot, { network: 'storage', vid: 200, mtu: 9000, subnet: '10.3.0.0/16', ipAddress: storage });

  const links = [
    `maas_network_interface_link.${name}_in-band`,
    `maas_network_interface_link.${name}_storage`,
  ];
  const record = new DnsRecord(stack, `${name}-dns`, { type: 'A/AAAA', fqdn, data: inBand, lifecycle });
  record.overrideLogicalId(name);
  record.dependsOn = [...links];
  instance(stack, cluster, slot, links, trigger);
}

interface Link {
  readonly network: string;
  readonly vid: number;
  readonly mtu: number;
  readonly subnet: string;
  readonly ipAddress: string;
}

function link(stack: TerraformStack, { name, asset }: PlainSlot, to: Link): void {
  const { network, vid, mtu, subnet, ipAddress } = to;
  const machine = systemId(asset);
  const lifecycle = { ignoreChanges: 'all' as const, replaceTriggeredBy: [`terraform_data.${name}`] };
  new NetworkInterfaceVlan(stack, `${name}-vlan-${network}`, {
    machine,
    parent: `\${maas_network_interface_bond.${name}_bond-mgmt.name}`,
    fabric: 'hosts',
    vlan: vlanId(network),
    name: `bond-mgmt.${vid}`,
    mtu,
    lifecycle,
  }).overrideLogicalId(`${name}_${network}`);
  new NetworkInterfaceLink(stack, `${name}-link-${network}`, {
    machine,
    networkInterface: `\${maas_network_interface_vlan.${name}_${network}.id}`,
    subnet,
    mode: 'STATIC',
    ipAddress,
    ...(network === 'in-band' ? { defaultGateway: true } : {}),
    lifecycle,
  }).overrideLogicalId(`${name}_${network}`);
}

function instance(
  stack: TerraformStack,
  cluster: string,
  slot: PlainSlot,
  links: readonly string[],
  replaceTriggeredBy: string[],
): void {
  const { name, asset, pool, kernelOptions, userData, createTimeout, deleteTimeout } = slot;
  const deployed = new Instance(stack, name, {
    allocateParams: { systemId: systemId(asset) },
    deployParams: { distroSeries: 'ubuntu/noble', userData },
    releaseParams: {
      comment: `rackform: slot ${name}`,
      erase: true,
      secureErase: true,
      quickErase: false,
    },
    timeouts: { create: createTimeout, delete: deleteTimeout },
    lifecycle: { ignoreChanges: ['allocate_params', 'deploy_params'], replaceTriggeredBy },
  });
  deployed.overrideLogicalId(name);
  deployed.dependsOn = [...links, ...(kernelOptions === '' ? [] : [`maas_tag.${cluster}_${pool}`])];
}
