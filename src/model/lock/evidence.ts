import { z } from 'zod';
import type { EraseMode } from '../../definition/scalars.js';
import type { Issue } from '../../errors.js';
import { ironicDialects } from '../../facts/providers/ironic-dialects.js';
import { terraformName } from '../names.js';

/** A slot as a state has it. */
export interface DeployedSlot {
  /** Machine and generation that the state was told of last. */
  readonly asset: string;
  readonly generation: number;
  readonly erase: EraseMode | null;
  /**
   * Machine that the deployment sits on, where the state tells. After an apply that failed half-way it may still be
   * the former one: Terraform updates the trigger first, whatever becomes of the release.
   */
  readonly on?: string;
  /** False where there is no deployment, or one that failed and is made again by the next apply. */
  readonly isComplete?: boolean;
}

/** A slot whose deployment was imported, and whose trigger was told nothing yet. */
export type ImportedSlot = Omit<DeployedSlot, 'asset' | 'generation'>;

/** What one stack’s state holds, as far as the lock asks. */
export interface Evidence {
  readonly stack: string;
  /** Slots whose deployment is in the state, by Terraform name. */
  readonly slots: ReadonlyMap<string, DeployedSlot | ImportedSlot>;
  /** Enrolled machines, by Terraform name. */
  readonly machines: ReadonlySet<string>;
  /** Managed resources in all. */
  readonly resources: number;
}

/** The output by which every stack says who it is. */
export const stackOutput = 'rackform_stack';

const Resource = z.object({
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  tainted: z.boolean().optional(),
  values: z.record(z.string(), z.unknown()).optional(),
});
const Values = z.object({
  outputs: z.record(z.string(), z.object({ value: z.unknown().optional() })).optional(),
  root_module: z.object({ resources: z.array(Resource).optional() }).optional(),
});
const Document = z.object({
  format_version: z.string(),
  values: Values.optional(),
  prior_state: z.object({ values: Values.optional() }).optional(),
  planned_values: Values.optional(),
});

/**
 * Reads `terraform show -json` of a state or of a plan. Of a plan, what counts is the state before it:
 * a plan says what will be, and evidence is what is.
 */
export function readEvidence(
  text: string,
  file: string,
): { readonly evidence: Evidence | null; readonly issues: readonly Issue[] } {
  const fail = (
    message: string,
    hint: string,
  ): { readonly evidence: null; readonly issues: readonly Issue[] } => ({
    evidence: null,
    issues: [
      {
        code: 'LOCK_EVIDENCE',
        severity: 'error',
        message,
        at: { document: 'project', path: [] },
        position: { file, line: 1, column: 1 },
        hint,
      },
    ],
  });
  const how = 'give what `terraform show -json` prints in the folder of a stack';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return fail('the evidence is not JSON', how);
  }
  const parsed = Document.safeParse(json);
  if (!parsed.success) return fail('the evidence is neither a state nor a plan in JSON', how);
  const document = parsed.data;
  if (!/^[01]\./.test(document.format_version)) {
    return fail(
      `the evidence has format version ${JSON.stringify(document.format_version)}, and 1.x is known`,
      'use a Terraform whose JSON output this rackform knows',
    );
  }
  const state = document.planned_values === undefined ? document.values : document.prior_state?.values;
  const stack =
    state?.outputs?.[stackOutput]?.value ?? document.planned_values?.outputs?.[stackOutput]?.value;
  if (typeof stack !== 'string') {
    return fail(
      'the evidence does not say which stack it is of',
      `a state that was applied by rackform has an output ${stackOutput}; apply the stack once, then try again`,
    );
  }
  return { evidence: collect(stack, state?.root_module?.resources ?? []), issues: [] };
}

/** Resource types of machines: one of each provisioner, and of each dialect of Ironic. */
const enrolments: ReadonlySet<string> = new Set([
  'maas_machine',
  ...Object.values(ironicDialects).map(({ nodeType }) => nodeType),
]);

/** Attributes of a deployment that name its node: one in each dialect of Ironic. */
const nodeAttributes = Object.values(ironicDialects).map(({ nodeOfDeployment }) => nodeOfDeployment);

/** Name prefix of what a claim of Ironic says of its release: an undeploy itself takes no word about erasing. */
const ironicRelease = 'release_';
const IronicRelease = z.object({ erase: z.enum(['secure', 'full', 'quick', 'none']) });

/** Nodes go by their asset name there. Any state but active is one that a deployment is not whole in. */
function ironicDeployment(
  values: Readonly<Record<string, unknown>> | undefined,
  isTainted: boolean,
): Pick<DeployedSlot, 'on' | 'isComplete'> {
  const { provision_state: state } = values ?? {};
  const node = nodeAttributes.map((name) => values?.[name]).find((value) => value !== undefined);
  const isWhole = state === undefined || state === null || state === 'active';
  return { isComplete: !isTainted && isWhole, ...(typeof node === 'string' ? { on: node } : {}) };
}

/** Address prefixes of a dry run, where every thing is a null resource. */
const dryRun = { slot: 'slot_', machine: 'machine_' } as const;

function collect(stack: string, resources: readonly z.output<typeof Resource>[]): Evidence {
  const managed = resources.filter((resource) => resource.mode === 'managed');
  const erase = new Map<string, EraseMode>();
  const triggers = new Map<string, { readonly asset: string; readonly generation: number } | null>();
  const machines = new Set<string>();
  const systems = systemIds(resources);
  const deployments = new Map<string, Pick<DeployedSlot, 'on' | 'isComplete'>>();
  const trigger = (slot: string, input: unknown) => {
    const parsed = Trigger.safeParse(input);
    if (parsed.success) triggers.set(slot, parsed.data);
  };
  for (const { type, name, values, tainted } of managed) {
    if (enrolments.has(type)) machines.add(name);
    if (type === 'ironic_deployment') deployments.set(name, ironicDeployment(values, tainted === true));
    if (type === 'maas_instance') {
      erase.set(name, eraseOf(values?.['release_params']));
      const on = systems.get(String(values?.['id']));
      deployments.set(name, { isComplete: tainted !== true, ...(on === undefined ? {} : { on }) });
    }
    if (type === 'terraform_data') {
      if (values !== undefined && (values['input'] ?? null) === null) triggers.set(name, null);
      trigger(name, values?.['input']);
      const mode = IronicRelease.safeParse(values?.['input']);
      if (mode.success && name.startsWith(ironicRelease))
        erase.set(terraformName(name.slice(ironicRelease.length)), mode.data.erase);
    }
    if (type !== 'null_resource') continue;
    if (name.startsWith(dryRun.machine)) machines.add(name.slice(dryRun.machine.length));
    if (name.startsWith(dryRun.slot)) {
      const slot = name.slice(dryRun.slot.length);
      deployments.set(slot, { isComplete: true });
      trigger(slot, values?.['triggers']);
      const mode = DryRunErase.safeParse(values?.['triggers']);
      if (mode.success) erase.set(slot, mode.data['release.erase']);
    }
  }
  const slots = new Map(
    [...triggers].map(([name, made]) => [
      name,
      { ...made, erase: erase.get(name) ?? null, isComplete: false, ...deployments.get(name) },
    ]),
  );
  return { stack, slots, machines, resources: managed.length };
}

const Machines = z.array(z.object({ hostname: z.string(), system_id: z.string() }));

/** Host names by the system ids that MAAS gave: a claim stack lists all machines once, and deployments name ids. */
function systemIds(resources: readonly z.output<typeof Resource>[]): ReadonlyMap<string, string> {
  return new Map(
    resources.flatMap(({ mode, type, values }) => {
      const listed = Machines.safeParse(values?.['machines']);
      if (mode !== 'data' || type !== 'maas_machines' || !listed.success) return [];
      return listed.data.map((machine) => [machine.system_id, machine.hostname] as const);
    }),
  );
}

const Trigger = z.object({ asset: z.string(), generation: z.coerce.number().int() });
const DryRunErase = z.object({ 'release.erase': z.enum(['secure', 'full', 'quick', 'none']) });
const ReleaseParams = z.array(
  z.object({
    erase: z.boolean().nullish(),
    secure_erase: z.boolean().nullish(),
    quick_erase: z.boolean().nullish(),
  }),
);

function eraseOf(value: unknown): EraseMode {
  const params = ReleaseParams.safeParse(value);
  const first = params.success ? params.data[0] : undefined;
  if (first?.erase !== true) return 'none';
  // Where a drive lacks its own erase, secure with quick falls back to quick: count the weaker.
  if (first.quick_erase === true) return 'quick';
  return first.secure_erase === true ? 'secure' : 'full';
}
