import { z } from 'zod';

const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const record = <T extends z.ZodRawShape>(shape: T) => z.strictObject(shape).readonly();
const text = z.string();
const maybe = text.nullable();
const count = z.int().min(0);

/**
 * What a change does to one server, worst first.
 *
 * - `wipe`: released; its data is gone or given up. `erase` says how thoroughly.
 * - `orphan`: it runs on and nobody manages it.
 * - `reimage`: deployed anew, on purpose: its generation was raised. What was on it is gone.
 * - `unknown`: no fact; to be treated as dangerous.
 * - `deploy`: a free machine gets an operating system.
 * - `enrol`: a machine that is new to the provisioner; its note says whether it is switched on and commissioned.
 * - `recommission`, `power-cycle`: it boots; its disks keep their data.
 * - `network`: DHCP, DNS, addresses or the network of the machine.
 * - `refused`: the plan passes and the apply stops.
 * - `recorded`: state will say that it was done, and it will not be.
 * - `metadata`: the records of the provisioner only.
 */
export const serverEffects = [
  'wipe',
  'orphan',
  'reimage',
  'unknown',
  'deploy',
  'enrol',
  'recommission',
  'power-cycle',
  'network',
  'refused',
  'recorded',
  'metadata',
] as const;
export const ServerEffect = z.enum(serverEffects);
export type ServerEffect = z.infer<typeof ServerEffect>;

/** Where it came from: what the user edited, or what nobody did. */
export const causeKinds = ['edit', 'preset', 'provider-version', 'drift', 'unknown'] as const;

export const Place = record({ file: text, line: z.int().min(1), column: z.int().min(1) }).meta({
  description: 'Place in a file of the project. The file is relative to the project folder.',
});
export type Place = z.infer<typeof Place>;

export const Forcing = record({
  attribute: text.meta({
    description: 'Type and attribute, e.g. `maas_instance.deploy_params.0.user_data`, or `generation`.',
  }),
  before: maybe.meta({ description: 'As text; null where there was none. Secrets are named and not shown.' }),
  after: maybe,
}).meta({ description: 'An attribute whose change makes Terraform do what it does.' });
export type Forcing = z.infer<typeof Forcing>;

const pair = record({ before: maybe, after: maybe });

export const ResourceChange = record({
  stack: text,
  address: text,
  action: z.enum(['create', 'update', 'delete', 'replace', 'forget', 'no-op']),
  effect: ServerEffect.nullable().meta({ description: 'Null where it does nothing to a server.' }),
  note: text.meta({ description: 'The fact behind the effect.' }),
  forcing: list(Forcing),
});
export type ResourceChange = z.infer<typeof ResourceChange>;

export const ServerReview = record({
  id: text.meta({ description: 'Unique in the report.' }),
  name: text.meta({
    description: 'Asset or host name; the slot, the system id or the address where no more is known.',
  }),
  site: maybe,
  systemId: maybe,
  mac: maybe,
  rack: maybe,
  effect: ServerEffect,
  slot: pair.meta({ description: 'Slot that the machine fills.' }),
  tenant: pair,
  erase: z.enum(['secure', 'full', 'quick', 'none', 'unknown']).nullable().meta({
    description: 'How thoroughly it is erased where it is wiped, by what the prior state carries.',
  }),
  isAccident: z.boolean().meta({ description: 'Wiped or deployed anew though no generation was raised.' }),
  row: count.meta({ description: 'Index of its row in `rows`.' }),
  resources: list(ResourceChange).meta({ description: 'The evidence.' }),
});
export type ServerReview = z.infer<typeof ServerReview>;

export const Row = record({
  effect: ServerEffect,
  servers: list(text).meta({ description: 'Ids.' }),
  names: text.meta({ description: 'Their names, folded: `gpu-r[012-014]-n[01-08]`.' }),
  slots: text.meta({ description: 'Their slots, folded; empty where there are none.' }),
  forcing: list(Forcing),
  note: text,
  erase: ServerReview.unwrap().shape.erase,
  cause: z.enum(causeKinds),
  why: text.meta({ description: 'The cause in words.' }),
  place: Place.nullable(),
}).meta({ description: 'Servers that one cause does one thing to.' });
export type Row = z.infer<typeof Row>;

export const Join = record({
  server: text.meta({ description: 'What both addresses are.' }),
  by: text.meta({ description: 'What shows it: `system id abc123`, `MAC 52:54:00:00:00:01`.' }),
  stack: text,
  from: text,
  to: text,
  toStack: text,
  destroys: ServerEffect,
  wayOut: text.meta({ description: 'What avoids it: a `moved` block, or what to do in rackform.' }),
});
export type Join = z.infer<typeof Join>;

export const Later = record({
  site: text,
  names: text.meta({ description: 'Slots, folded.' }),
  slots: list(text),
  field: text,
  before: maybe.meta({ description: 'What runs; null where there is none.' }),
  after: maybe,
  cause: z.enum(causeKinds),
  why: text,
  place: Place.nullable(),
});
export type Later = z.infer<typeof Later>;

export const HandOver = record({
  kind: z.enum(['server', 'vlan', 'prefix', 'pool']),
  name: text,
  from: maybe,
  to: maybe,
  erase: maybe.meta({
    description: 'Erase mode between the two; null where nothing is erased or nothing holds data.',
  }),
  baseHadErase: z
    .boolean()
    .nullable()
    .meta({ description: 'Whether the state before carries it; null: not known.' }),
});
export type HandOver = z.infer<typeof HandOver>;

const verdict = z.enum(['isolated', 'declared', 'shared']).nullable().meta({
  description: 'As `rackform model` proves it; null where one of the two is not there.',
});

export const Tenants = record({
  isolation: list(
    record({
      site: text,
      level: z.enum(['tenant', 'workload']),
      tenants: list(text).meta({ description: 'Two names.' }),
      before: verdict,
      after: verdict,
      shared: list(text).meta({
        description: 'What the head has in common that no shared service declares.',
      }),
    }),
  ),
  handOvers: list(HandOver),
});
export type Tenants = z.infer<typeof Tenants>;

export const NetworkChange = record({
  kind: z.enum([
    'address-gained',
    'address-lost',
    'renumbered',
    'network',
    'subnet',
    'vlan',
    'mtu',
    'dhcp',
    'pxe',
    'other',
  ]),
  site: text,
  subject: text,
  before: maybe,
  after: maybe,
  dependents: text.meta({ description: 'Who depends on it, folded; empty where nobody does.' }),
});
export type NetworkChange = z.infer<typeof NetworkChange>;

const course = record({ before: count, during: count, after: count });

export const Capacity = record({
  tenants: list(record({ site: text, name: text, servers: course, gpus: course })),
  racks: list(record({ site: text, name: text, servers: course })),
  feeds: list(
    record({
      site: text,
      rack: text,
      feed: text,
      watts: course,
      capacityWatts: count.meta({ description: 'With the rack’s derating.' }),
    }),
  ),
  quorums: list(record({ site: text, group: text, servers: course, quorum: count, holds: z.boolean() })).meta(
    { description: 'Control planes. `during` counts all that the change takes down as down at once.' },
  ),
});
export type Capacity = z.infer<typeof Capacity>;

const seconds = record({ low: count, typical: count, high: count });

export const StackReview = record({
  name: text,
  state: z.enum(['planned', 'no-changes', 'not-affected', 'not-planned']),
  wave: z
    .int()
    .min(1)
    .nullable()
    .meta({ description: 'Stacks of one wave may run at once; null: not known.' }),
  changes: record({ create: count, update: count, delete: count, replace: count, forget: count }),
  seconds: seconds.nullable().meta({ description: 'How long the apply takes on the metal, as a range.' }),
  why: maybe.meta({ description: 'Why it could not be planned, or is not whole.' }),
  terraform: maybe.meta({ description: 'Version that made the plan.' }),
});
export type StackReview = z.infer<typeof StackReview>;

export const Note = record({
  stack: text,
  address: maybe,
  message: text,
});
export type Note = z.infer<typeof Note>;

export const Refusal = record({
  rule: text.meta({ description: 'Id of a guardrail, or `POLICY_...`; `rackform explain` knows it.' }),
  message: text,
  place: Place.nullable(),
});
export type Refusal = z.infer<typeof Refusal>;

export const RackView = record({
  site: text,
  name: text,
  units: count,
  machines: list(
    record({
      asset: text,
      unit: z.int().nullable().meta({ description: 'Lowest unit that it takes; null: not known.' }),
      units: z.int().nullable(),
      server: maybe.meta({ description: 'Id among `servers`; null where the change leaves it alone.' }),
      slot: maybe,
      tenant: maybe,
    }),
  ),
});
export type RackView = z.infer<typeof RackView>;

const UnrackedView = record({ site: text, asset: text, server: maybe, slot: maybe, tenant: maybe }).meta({
  description: 'A machine of the definition that stands in none of its racks; the rest as in `racks`.',
});
export type UnrackedView = z.infer<typeof UnrackedView>;

/** What a change does to servers, racks and tenants. Fields are added, never renamed, within one `formatVersion`. */
export const Review = record({
  formatVersion: z.literal(1),
  verdict: record({
    text,
    outcome: z.enum(['nothing', 'physical', 'refused']),
    counts: z.record(ServerEffect, count).readonly(),
    movesBetweenTenants: count,
    leftAlone: count
      .nullable()
      .meta({ description: 'Servers that nothing is done to; null: not known how many.' }),
  }),
  digest: text.meta({
    description:
      'SHA-256 of (machine, effect, forcing attributes, erase mode) of every server, of all refusals, and of what has no plan.',
  }),
  rows: list(Row),
  servers: list(ServerReview),
  joins: list(Join),
  causes: list(record({ kind: z.enum(causeKinds), text, rows: list(count) })),
  later: list(Later),
  tenants: Tenants.nullable(),
  network: list(NetworkChange),
  capacity: Capacity.nullable(),
  stacks: list(StackReview).meta({ description: 'In the order of apply.' }),
  notKnown: list(Note),
  impossible: list(Note),
  refusals: list(Refusal),
  racks: list(RackView).meta({ description: 'Empty where there is no definition.' }),
  unracked: list(UnrackedView),
});
export type Review = z.infer<typeof Review>;

/** Whether an effect is felt by a server or its network: what exit code 2 stands for. */
export function isPhysical(effect: ServerEffect): boolean {
  return effect !== 'metadata' && effect !== 'recorded';
}

/** JSON Schema of the report, draft 2020-12. */
export function reviewSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(Review);
  return { $schema, $id: 'urn:rackform:schema:review', title: 'rackform review', ...rest };
}
