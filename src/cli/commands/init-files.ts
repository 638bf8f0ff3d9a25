import { schemaModeline } from '../../definition/json-schema.js';
import type { ProvisionerType } from '../../facts/provisioner-types.js';

/** What `init` asks for. */
export interface InitAnswers {
  readonly organization: string;
  readonly site: string;
  readonly domain: string;
  readonly tenant: string;
  readonly cluster: string;
  readonly provisioner: ProvisionerType;
  /** Null: pools are written out. */
  readonly preset: string | null;
}

function projectText(answers: InitAnswers): string {
  return `${schemaModeline('project', 'rackform.yaml')}
organization: ${answers.organization}

# Who may own machines. A machine has one tenant at a time.
tenants:
  ${answers.tenant}: {}

# Where Terraform keeps its state. It holds BMC passwords: for more than a first try use a backend that encrypts it.
state:
  type: local

# Which cluster runs at which site. A second site is one more line here and one more folder in sites.
deployments:
  - { cluster: ${answers.cluster}, site: ${answers.site} }
`;
}

/** What of a site differs from one provisioner to the next. */
interface SiteParts {
  readonly provisioner: (domain: string) => string;
  /** Below `networks`, without the BMCs, which are the same everywhere. */
  readonly before: string;
  readonly boot: string;
  readonly own: string;
  readonly image: (domain: string) => string;
}

const fabrics = 'fabrics:\n  main: { mode: existing }\n\n';
const onFabric = (mode: string, vlan: number) => `    mode: ${mode}\n    fabric: main\n    vlan: ${vlan}\n`;

const maas: SiteParts = {
  provisioner: () => '  type: maas\n  serverVersion: "3.5"\n',
  before: fabrics,
  boot: `${onFabric('existing', 0)}    dhcp: { by: rack-controller, primary: maas-rack-1 }\n`,
  own: onFabric('managed', 20),
  image: () => '{ series: noble }',
};

const siteParts: Readonly<Record<ProvisionerType, SiteParts>> = {
  maas,
  ironic: {
    provisioner: (domain) => `  type: ironic
  release: "2026.1"
  apiUrl: https://ironic.${domain}:6385
  interfaces: { network: noop }
  # What the conductors erase when a machine is given back: a statement, Terraform cannot set it.
  cleaning: devices
`,
    before: '',
    boot: '    dhcp: { by: external }\n',
    own: '    vlan: 20\n',
    image: (domain) =>
      `{ url: https://images.${domain}/noble.qcow2, checksum: sha256:${'0'.repeat(64)} } # the sum of yours`,
  },
  'dry-run': {
    ...maas,
    provisioner: () => '  type: dry-run # a plan of null resources; maas or ironic install\n',
  },
};

function siteText({ site, domain, provisioner }: InitAnswers): string {
  const parts = siteParts[provisioner];
  return `${schemaModeline('site', `sites/${site}/site.yaml`)}
# An example to edit: addresses for documentation, locally administered MACs in machines.csv.
description: Where the machines are
domain: ${domain}

provisioner:
${parts.provisioner(domain)}
racks:
  r1: { units: 42, feeds: { a: { capacityWatts: 17000 }, b: { capacityWatts: 17000 } } }
  r2: { units: 42, feeds: { a: { capacityWatts: 17000 }, b: { capacityWatts: 17000 } } }
  r3: { units: 42, feeds: { a: { capacityWatts: 17000 }, b: { capacityWatts: 17000 } } }

${parts.before}networks:
  # Management controllers. The provisioner reaches them, and no server does.
  bmc:
    purpose: bmc
    mode: external
    subnets: { bmc: { cidr: 203.0.113.0/24 } }
  # Machines boot from here: untagged.
  provisioning:
    purpose: provisioning
${parts.boot}    subnets:
      provisioning:
        cidr: 192.0.2.0/24
        gateway: 192.0.2.1
        ranges:
          boot: { type: dynamic, from: 192.0.2.100, to: 192.0.2.199 }
  # What the slots talk on. Their addresses are decided by \`rackform lock\` and kept.
  in-band:
    purpose: in-band
${parts.own}    subnets:
      in-band:
        cidr: 198.51.100.0/24
        gateway: 198.51.100.1
        ranges:
          slots: { type: static, from: 198.51.100.10, to: 198.51.100.250 }

images:
  noble: ${parts.image(domain)}

# Names only. The secrets are variables of Terraform.
credentials:
  bmc: { description: BMC user for provisioning }

defaults:
  image: noble
  credentials: bmc
  profile: cpu-node
`;
}

const gpuNode = `${schemaModeline('hardware', 'hardware/gpu-node.yaml')}
# What one model of server is. Put the figures of yours here.
manufacturer: Example
model: 2U GPU server
units: 2
cpu: { sockets: 2, coresPerSocket: 64 }
memoryGiB: 1536
gpus: { vendor: amd, model: MI210, count: 4, memoryGB: 64, formFactor: pcie, watts: 300 }
nics:
  eth0: { gbps: 25, roles: [boot, management] }
disks:
  nvme0: { type: nvme, sizeGB: 960, role: root, hint: { model: Example M.2 960 } }
  nvme1: { type: nvme, sizeGB: 3840, role: scratch }
power: { psus: 2, psusNeeded: 1, psuWatts: 2600, maxWatts: 2400 }
`;

const cpuNode = `${schemaModeline('hardware', 'hardware/cpu-node.yaml')}
manufacturer: Example
model: 1U server
units: 1
cpu: { sockets: 2, coresPerSocket: 32 }
memoryGiB: 256
nics:
  eth0: { gbps: 25, roles: [boot, management] }
disks:
  ssd0: { type: ssd, sizeGB: 960, role: root }
power: { psus: 2, psusNeeded: 1, psuWatts: 1000, maxWatts: 700 }
`;

interface ExampleMachine {
  readonly asset: string;
  readonly rack: string;
  readonly unit: number;
  readonly profile: string;
}

const machines: readonly ExampleMachine[] = [
  { asset: 'cpu-01', rack: 'r1', unit: 40, profile: 'cpu-node' },
  { asset: 'cpu-02', rack: 'r2', unit: 40, profile: 'cpu-node' },
  { asset: 'cpu-03', rack: 'r3', unit: 40, profile: 'cpu-node' },
  { asset: 'cpu-04', rack: 'r3', unit: 39, profile: 'cpu-node' },
  { asset: 'gpu-01', rack: 'r1', unit: 10, profile: 'gpu-node' },
  { asset: 'gpu-02', rack: 'r1', unit: 12, profile: 'gpu-node' },
  { asset: 'gpu-03', rack: 'r2', unit: 10, profile: 'gpu-node' },
];

function machinesText(): string {
  const rows = machines.map(({ asset, rack, unit, profile }, index) => {
    const number = index + 1;
    const mac = `02:00:5e:00:53:${number.toString(16).padStart(2, '0')}`;
    return [
      asset,
      `EXAMPLE-${String(number).padStart(3, '0')}`,
      rack,
      unit,
      profile,
      '',
      `203.0.113.${10 + number}`,
      mac,
    ].join(',');
  });
  return `${['name,serial,rack,unit,profile,state,bmc.address,nics.eth0.mac', ...rows].join('\n')}\n`;
}

const ofSharing = `  network: in-band
  workloadTenants:
    team-a: { quota: { gpus: 4 } }
    team-b: { quota: { gpus: 4 } }
`;

function presetClusterText(answers: InitAnswers, preset: string): string {
  return `${schemaModeline('cluster', `clusters/${answers.cluster}.yaml`)}
description: The first cluster
tenant: ${answers.tenant}
preset: ${preset}
options:
  gpuNodes: 2
  gpu: { vendor: amd, count: 4 }
  controlNodes: 3
${preset === 'shared-inference' ? ofSharing : '  loginNodes: 1\n'}  spares: 1
  bond: false
# What the preset decides otherwise than you want; \`rackform explain\` shows where each value comes from.
overrides: {}
`;
}

function fullClusterText(answers: InitAnswers): string {
  return `${schemaModeline('cluster', `clusters/${answers.cluster}.yaml`)}
description: The first cluster
tenant: ${answers.tenant}
mode: dedicated
pools:
  control:
    role: control
    count: 3
    hardware: { profiles: [cpu-node] }
    networks: { in-band: {} }
  gpu:
    role: gpu
    count: 2
    spares: 1
    hardware: { gpus: { count: 4, vendor: amd } }
    networks: { in-band: {} }
    storage: { scratch: {} }
release: { erase: secure }
`;
}

const cdktfJson = `${JSON.stringify(
  { language: 'typescript', app: 'npx --no rackform app', projectId: 'rackform', sendCrashReports: 'false' },
  null,
  2,
)}\n`;

const gitignore = `node_modules/
# Written anew by every synth.
cdktf.out/
.terraform/
# State and variable files hold BMC passwords.
state/
*.tfstate
*.tfstate.*
*.tfvars
*.tfvars.json
`;

/** The files of a new project by path, in the order in which one would read them. */
export function initFiles(answers: InitAnswers): Readonly<Record<string, string>> {
  const { site, cluster, preset } = answers;
  return {
    'rackform.yaml': projectText(answers),
    [`sites/${site}/site.yaml`]: siteText(answers),
    [`sites/${site}/machines.csv`]: machinesText(),
    'hardware/cpu-node.yaml': cpuNode,
    'hardware/gpu-node.yaml': gpuNode,
    [`clusters/${cluster}.yaml`]:
      preset === null ? fullClusterText(answers) : presetClusterText(answers, preset),
    ...projectFiles(),
  };
}

/** Files of every project, whatever is in it. */
export function projectFiles(): Readonly<Record<string, string>> {
  return { 'cdktf.json': cdktfJson, '.gitignore': gitignore };
}
