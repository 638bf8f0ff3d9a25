import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Definition } from '../definition/definition.js';
import { DefinitionError, InternalError, type Issue } from '../errors.js';
import { groupBy } from '../model/group.js';
import { stackOutput } from '../model/lock/evidence.js';
import type { EnrolmentModel, MachineModel, SiteModel, SlotModel, StackModel } from '../model/types.js';
import { addBackend } from './backends.js';
import { modelsOf } from './from-definition.js';
import { resolvePlainValuesOnce } from './plain-values.js';
import { type Enrolment, type Provisioner, provisioners } from './provisioners.js';

/** Which part of a model to synthesize; a large site is done by parts. */
export interface AddRackformOptions {
  /**
   * Names of stacks.
   *
   * @default - all
   */
  readonly stacks?: readonly string[];
  /**
   * Names of sites.
   *
   * @default - all that are given
   */
  readonly sites?: readonly string[];
  /**
   * Folder that holds `locks/`, for a definition.
   *
   * @default - the working folder
   */
  readonly directory?: string;
}

/**
 * Adds the stacks of a definition, or of site models, to an App, in the order of apply: network, enrolment, claims.
 *
 * Stacks wait for one another as `cdktf deploy` understands it and read no remote state. One that holds nothing any
 * more is added too, with backend and provider: a stack that vanishes is not destroyed, its servers are orphaned.
 *
 * @param what a definition, which is resolved with its locks and checked by the guardrails; or models, taken as they are
 * @throws {DefinitionError} where a definition has any problem, or a site or stack is asked for that no model has
 */
export function addRackform(
  app: Construct,
  what: Definition | SiteModel | readonly SiteModel[],
  options: AddRackformOptions = {},
): readonly TerraformStack[] {
  const all = isDefinition(what)
    ? modelsOf(what, options.directory ?? process.cwd(), options.sites)
    : isOne(what)
      ? [what]
      : what;
  refuseUnknown(
    'site',
    options.sites,
    all.map((model) => model.site.name),
  );
  const chosen = all.filter((model) => options.sites?.includes(model.site.name) ?? true);
  refuseUnknown(
    'stack',
    options.stacks,
    chosen.flatMap((model) => model.stacks.map((stack) => stack.name)),
  );
  return chosen.flatMap((model) => addSite(app, model, options.stacks));
}

function isDefinition(what: Definition | SiteModel | readonly SiteModel[]): what is Definition {
  return 'project' in what;
}

function isOne(models: SiteModel | readonly SiteModel[]): models is SiteModel {
  return !Array.isArray(models);
}

function refuseUnknown(
  kind: 'site' | 'stack',
  wanted: readonly string[] | undefined,
  known: readonly string[],
): void {
  const issues = (wanted ?? [])
    .filter((name) => !known.includes(name))
    .map((name): Issue => {
      const names = known.map((other) => JSON.stringify(other)).join(', ');
      return {
        code: kind === 'site' ? 'SYNTH_UNKNOWN_SITE' : 'SYNTH_UNKNOWN_STACK',
        severity: 'error',
        message: `there is no ${kind} "${name}", but ${names === '' ? 'none at all' : names}`,
        at: { document: 'project', path: [] },
      };
    });
  if (issues.length > 0) throw new DefinitionError(issues);
}

/** A site model by what stacks ask of it. */
interface SiteContent {
  readonly model: SiteModel;
  readonly provisioner: Provisioner;
  readonly machines: ReadonlyMap<string, MachineModel>;
  readonly enrolments: ReadonlyMap<string, readonly EnrolmentModel[]>;
  /** Stack of the enrolment of each machine. */
  readonly enrolledIn: ReadonlyMap<string, string>;
  readonly slots: ReadonlyMap<string, readonly SlotModel[]>;
}

function addSite(app: Construct, model: SiteModel, wanted: readonly string[] | undefined): TerraformStack[] {
  const content = contentOf(model);
  const added: { readonly is: StackModel; readonly stack: TerraformStack }[] = [];
  for (const is of model.stacks) {
    if (wanted !== undefined && !wanted.includes(is.name)) continue;
    const stack = new TerraformStack(app, is.name);
    addBackend(stack, model.site.state, is.stateKey);
    content.provisioner.addProvider(stack, model.site.provisioner);
    // By it a state or plan given to `rackform lock --applied` says which stack it is of, also an empty one.
    new TerraformOutput(stack, stackOutput, { value: is.name });
    addContent(stack, is, content);
    resolvePlainValuesOnce(stack);
    for (const other of added) if (isBefore(other.is, is, content)) stack.addDependency(other.stack);
    added.push({ is, stack });
  }
  return added.map(({ stack }) => stack);
}

function contentOf(model: SiteModel): SiteContent {
  const slots = model.clusters.flatMap((cluster) => cluster.slots).filter((slot) => slot.isDeclared);
  const enrolments = model.enrolments.filter((enrolment) => enrolment.isDeclared);
  const known = new Set(model.stacks.map((stack) => stack.name));
  for (const { stack } of [...slots, ...enrolments]) {
    if (!known.has(stack))
      throw new InternalError(`the model has no stack "${stack}", which it puts things into`);
  }
  return {
    model,
    provisioner: provisioners[model.site.provisioner.type],
    machines: new Map(model.site.machines.map((machine) => [machine.asset, machine])),
    enrolments: groupBy(enrolments, (enrolment) => enrolment.stack),
    enrolledIn: new Map(enrolments.map((enrolment) => [enrolment.asset, enrolment.stack])),
    slots: groupBy(slots, (slot) => slot.stack),
  };
}

function addContent(stack: TerraformStack, is: StackModel, content: SiteContent): void {
  const { model, provisioner } = content;
  const { name, kind, cluster, shard, stateKey, ...unmapped } = is;
  unmapped satisfies Record<string, never>;
  if (kind === 'network') {
    provisioner.addNetwork(stack, model.site);
  } else if (kind === 'enrolment') {
    provisioner.addEnrolment(stack, enrolmentsOf(name, content), model.site);
  } else {
    const slots = content.slots.get(name) ?? [];
    if (cluster === null || shard === null) {
      throw new InternalError(`the claim stack "${name}" (${stateKey}) has no cluster or shard`);
    }
    if (slots.length > 0) provisioner.addClaim(stack, { model, cluster, shard, slots });
  }
}

function enrolmentsOf(stack: string, { enrolments, machines }: SiteContent): readonly Enrolment[] {
  return (enrolments.get(stack) ?? []).map((enrolment) => {
    const machine = machines.get(enrolment.asset);
    if (machine === undefined)
      throw new InternalError(`the model enrols "${enrolment.asset}", which it does not have`);
    return { machine, enrolment };
  });
}

/**
 * Whether a stack must be applied before another: the network before all, enrolments before claims of their
 * machines. Of one that holds no slot any more nothing is known, so it waits for all enrolments.
 */
function isBefore(first: StackModel, second: StackModel, { slots, enrolledIn }: SiteContent): boolean {
  if (first.kind === 'network') return second.kind !== 'network';
  if (first.kind !== 'enrolment' || second.kind !== 'claim') return false;
  const claimed = slots.get(second.name);
  if (claimed === undefined) return true;
  // Those that a slot leaves too: an abandoned one must have manual power by the time that it is let go.
  return claimed.some((slot) =>
    [slot.asset, ...slot.lettingGo].some((asset) => enrolledIn.get(asset) === first.name),
  );
}
