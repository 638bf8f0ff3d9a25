/** A generator of numbers from 0 to below 1 (mulberry32), the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What one node is wanted to be; attributes as they are written, empty where they are left out. */
interface Wanted {
  readonly exists: boolean;
  readonly node: Readonly<Record<string, string>>;
  readonly ports: number;
  readonly port: Readonly<Record<string, string>>;
  readonly hasGroup: boolean;
  /** Whether its BIOS is set while it is free. */
  readonly works: boolean;
  readonly isDeployed: boolean;
  readonly deployment: Readonly<Record<string, string>>;
}

const choices = {
  node: {
    description: ['', '"row 1"', '"row 2"'],
    resource_class: ['"gpu"', '"cpu"'],
    extra: ['', '{ rack = "r1" }', '{ rack = "r2", unit = 3 }'],
    properties: ['', '{ cpu_arch = "x86_64" }', '{ cpu_arch = "x86_64", memory_mb = "1024" }'],
    capabilities: ['', '{ boot_mode = "uefi" }'],
    traits: ['', '["CUSTOM_A"]', '["CUSTOM_A", "CUSTOM_B"]'],
    automated_clean: ['', 'true', 'false'],
    // Refused where nobody signs in.
    owner: ['', '', '', '', '', '', '', '"someone"'],
    lessee: ['', '"someone"'],
    maintenance: ['', '', '', '', 'false', 'true'],
    provision: ['', '"manageable"', '"available"'],
  },
  port: {
    pxe_enabled: ['', 'true', 'false'],
    physical_network: ['', '"net-a"', '"net-b"'],
    local_link_connection: ['', '{ switch_id = "02:00:00:00:00:01", port_id = "1" }'],
  },
  deployment: {
    user_data: ['', '"#1"', '"#2"'],
    generation: ['', '"1"', '"2"'],
    reimage_by: ['', '"replace"', '"rebuild"'],
    protected: ['', 'false'],
    meta_data: ['', '{ slot = "a" }'],
  },
} as const;

type Random = () => number;

function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T;
}

function chosen(random: Random, of: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(of).map(([name, values]) => [name, pick(random, values)]));
}

/** The same with one attribute chosen anew. */
function nudged(
  random: Random,
  before: Readonly<Record<string, string>>,
  of: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, string>> {
  const name = pick(random, Object.keys(of));
  return { ...before, [name]: pick(random, of[name] ?? ['']) };
}

function fresh(random: Random): Wanted {
  return {
    exists: random() < 0.8,
    node: chosen(random, choices.node),
    ports: Math.floor(random() * 3),
    port: chosen(random, choices.port),
    hasGroup: random() < 0.3,
    works: random() < 0.4,
    isDeployed: random() < 0.6,
    deployment: chosen(random, choices.deployment),
  };
}

function changed(random: Random, before: Wanted): Wanted {
  const kind = random();
  if (kind < 0.3) return { ...before, node: nudged(random, before.node, choices.node) };
  if (kind < 0.5) return { ...before, deployment: nudged(random, before.deployment, choices.deployment) };
  if (kind < 0.6) return { ...before, port: nudged(random, before.port, choices.port) };
  if (kind < 0.7) return { ...before, ports: Math.floor(random() * 3) };
  if (kind < 0.85) return { ...before, isDeployed: !before.isDeployed };
  if (kind < 0.89) return { ...before, hasGroup: !before.hasGroup };
  if (kind < 0.93) return { ...before, works: !before.works };
  return { ...before, exists: !before.exists };
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `  ${name} = ${value}\n`)
    .join('');
}

function hclOf(label: string, seed: number, wanted: Wanted): string {
  if (!wanted.exists) return '';
  const node = `ironic_node.${label}.id`;
  const octet = (value: number) => (value % 256).toString(16).padStart(2, '0');
  const ports = Array.from({ length: wanted.ports }, (_, index) => {
    const address = `02:${octet(seed)}:00:00:${octet(label.charCodeAt(0))}:${octet(index)}`;
    return `resource "ironic_port" "${label}${index}" {\n  node = ${node}\n  address = "${address}"\n${attributes(wanted.port)}}\n`;
  });
  const after = [
    ...ports.map((_, index) => `ironic_port.${label}${index}`),
    ...(wanted.hasGroup ? [`ironic_portgroup.${label}`] : []),
    ...(wanted.works ? [`ironic_bios_settings.${label}`] : []),
  ];
  return [
    `resource "ironic_node" "${label}" {\n  name = "seed-${seed}-${label}"\n  driver = "fake-hardware"\n  bios_interface = "fake"\n${attributes(wanted.node)}}\n`,
    ...ports,
    wanted.hasGroup
      ? `resource "ironic_portgroup" "${label}" {\n  node = ${node}\n  mode = "802.3ad"\n}\n`
      : '',
    wanted.works
      ? `resource "ironic_bios_settings" "${label}" {\n  node = ${node}\n  settings = { Fans = ${wanted.node['description'] || '"Quiet"'} }\n}\n`
      : '',
    wanted.isDeployed
      ? `resource "ironic_deployment" "${label}" {\n  node = ${node}\n  image = { source = "https://images.example.net/a.img", checksum = "${'ab'.repeat(32)}" }\n${attributes(wanted.deployment)}  depends_on = [${after.join(', ')}]\n}\n`
      : '',
  ].join('');
}

/** Configurations of two nodes, each a change of the one before it; the same for the same seed. */
export function randomConfigurations(seed: number, steps = 6): readonly string[] {
  const random = randomFrom(seed);
  let nodes: readonly Wanted[] = [fresh(random), fresh(random)];
  return Array.from({ length: steps }, (_, index) => {
    if (index > 0) nodes = nodes.map((one) => (random() < 0.7 ? changed(random, one) : one));
    return nodes.map((wanted, at) => hclOf(['a', 'b'][at] ?? '', seed, wanted)).join('');
  });
}
