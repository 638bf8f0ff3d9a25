import type { LockMachine, LockSlot } from '../../model/lock/lock-types.js';
import type { MachineModel, SlotModel } from '../../model/types.js';
import { lockPath } from '../project.js';
import type { SiteRun } from '../site-run.js';
import type { Answer, Fact } from './answer.js';
import { fieldFacts, type Places } from './origin.js';

/** `locks/dc1.yaml:12` of an entry, or that it is only proposed. */
function lockPlace({ project }: Places, site: string, section: string, name: string): string {
  const lines = project.locks[site]?.text.split('\n') ?? [];
  const start = lines.indexOf(`${section}:`);
  const line =
    start < 0
      ? -1
      : lines.findIndex((text, index) => index > start && text.startsWith(`  ${JSON.stringify(name)}:`));
  return line < 0 ? 'proposed; rackform lock writes it' : `lock, ${lockPath(site)}:${line + 1}`;
}

function lockSlotFacts(places: Places, run: SiteRun, slot: LockSlot): readonly Fact[] {
  const from = lockPlace(places, run.site, 'slots', slot.name);
  const machine = run.resolution.inventory?.machines.find(({ asset }) => asset === slot.asset);
  const rack =
    machine?.rack == null ? '' : `, rack ${machine.rack}${machine.unit === null ? '' : ` U${machine.unit}`}`;
  return [
    { label: 'place', value: `slot ${slot.number} of pool ${slot.pool} in cluster ${slot.cluster}` },
    { label: 'machine', value: `${slot.asset}${rack}`, from },
    { label: 'generation', value: String(slot.generation), from },
    { label: 'phase', value: slot.phase, from },
    ...(slot.reason === null ? [] : [{ label: 'reason', value: slot.reason, from }]),
    ...Object.entries(slot.addresses).map(([network, address]) => ({
      label: `address on ${network}`,
      value: address,
      from,
    })),
  ];
}

function modelSlotFacts(slot: SlotModel): readonly Fact[] {
  const links = slot.ports.flatMap((port) =>
    port.links.map((link) => ({
      label: `interface ${link.interface}`,
      value: `${link.network}, ${link.mode}, MTU ${link.mtu}${link.gateway ? ', default route' : ''}${port.bond === null ? '' : `, bond of ${port.nics.map((nic) => nic.name).join(' and ')}`}`,
    })),
  );
  return [
    {
      label: 'name in DNS',
      value: `${slot.fqdn}${slot.dnsAddress === null ? '' : ` -> ${slot.dnsAddress}`}`,
    },
    ...links,
    { label: 'stack', value: slot.stack },
  ];
}

/** Everything decided for a slot, and where from. */
export function explainSlot(places: Places, run: SiteRun, slot: LockSlot): Answer {
  const resolved = run.resolution.model?.clusters
    .flatMap((cluster) => cluster.slots)
    .find(({ name }) => name === slot.name);
  const pool = `clusters.${slot.cluster}.pools.${slot.pool}`;
  const decided = fieldFacts(places, run.site, [
    ['image', `${pool}.image`],
    ['hardware wanted', `${pool}.hardware`],
    ['kernel options', `${pool}.kernel.options`],
    ['huge pages', `${pool}.kernel.hugePages1GiB`],
    ['PCIe access control', `${pool}.kernel.acs`],
    ['storage', `${pool}.storage`],
    ['release', `${pool}.release`],
    ['release of the cluster', `clusters.${slot.cluster}.release`],
  ]);
  const hasImage = decided.some(({ label }) => label === 'image');
  return {
    kind: 'slot',
    name: slot.name,
    site: run.site,
    facts: [
      ...lockSlotFacts(places, run, slot),
      ...(resolved === undefined ? [] : modelSlotFacts(resolved)),
      ...(hasImage ? [] : fieldFacts(places, run.site, [['image', 'defaults.image']])),
      ...decided,
    ],
  };
}

function holdingFacts(places: Places, run: SiteRun, machine: LockMachine): readonly Fact[] {
  const from = lockPlace(places, run.site, 'machines', machine.asset);
  const told = (label: string, value: string | null) => (value === null ? [] : [{ label, value, from }]);
  return [
    { label: 'enrolment', value: `shard ${machine.shard}, ${machine.phase}`, from },
    ...told('held by', machine.claim),
    ...told('last tenant', machine.tenant),
    ...told('erased', machine.erased),
    ...told('abandoned', machine.abandoned),
  ];
}

/** Everything known of a machine, and where from. */
export function explainMachine(places: Places, run: SiteRun, machine: MachineModel): Answer {
  const path = `machines.${machine.asset}`;
  const entry = run.proposed?.machines.find(({ asset }) => asset === machine.asset);
  const written = fieldFacts(places, run.site, [
    ['rack', `${path}.rack`],
    ['unit', `${path}.unit`],
    ['serial', `${path}.serial`],
    ['state', `${path}.state`],
    ['profile', `${path}.profile`],
    ['BMC address', `${path}.bmc.address`],
    ['BMC credentials', `${path}.bmc.credentials`],
    ['BMC protocol', `${path}.bmc.protocol`],
    ['units', `${path}.units`],
    ['CPU', `${path}.cpu`],
    ['memory (GiB)', `${path}.memoryGiB`],
    ['GPUs', `${path}.gpus`],
    ['disks', `${path}.disks`],
    ['most watts', `${path}.power.maxWatts`],
  ]);
  const has = (label: string) => written.some((fact) => fact.label === label);
  const defaults = fieldFacts(places, run.site, [
    ...(has('profile') ? [] : [['profile', 'defaults.profile'] as const]),
    ...(has('BMC credentials') ? [] : [['BMC credentials', 'defaults.credentials'] as const]),
  ]);
  const nics = machine.nics.map((nic) => ({
    label: `NIC ${nic.name}`,
    value: [
      nic.mac ?? 'no MAC known',
      nic.roles.join(' and '),
      nic.switch === null ? '' : `${nic.switch} ${nic.port ?? ''}`,
    ]
      .filter((part) => part !== '')
      .join(', '),
  }));
  return {
    kind: 'machine',
    name: machine.asset,
    site: run.site,
    facts: [
      ...(entry === undefined ? [] : holdingFacts(places, run, entry)),
      ...written,
      ...defaults,
      ...nics,
    ],
  };
}
