import { type AttributeChange, attributeChanges } from '../plan/attributes.js';
import { objectOf, textOf } from '../plan/json.js';
import type { PlannedChange } from '../plan/plan-types.js';
import type { Forcing } from '../report.js';
import { deploymentTouches, dryRunTouches } from './deployments.js';
import { deploymentTypes, dryRun, machineNameOf, machineTypes, macOf } from './directory.js';
import { type Assessed, assess, rankOf, sourceOf } from './effect-words.js';
import type { Touch, TouchContext } from './touches.js';

/** What a change of one resource does: to one machine, to two where a slot moves, or to what all share. */
export function touchesOf(change: PlannedChange, context: TouchContext): readonly Touch[] {
  if (change.action === 'no-op') return [];
  if (deploymentTypes.has(change.type) && change.action !== 'update') {
    return deploymentTouches(change, context);
  }
  const isDryRun = context.plan.isOurs && change.type === 'null_resource';
  if (isDryRun && change.name.startsWith(dryRun.slot)) return dryRunTouches(change);
  if (isDryRun) return [dryRunThing(change)];
  const machine = machineOf(change, context);
  return [touchOf(change, machine, context)];
}

/** The machine that a resource is about; null where it is about none, or about what many share. */
function machineOf(change: PlannedChange, context: TouchContext): string | null {
  const { before, after, type } = change;
  for (const values of [before, after]) {
    if (machineTypes.has(type)) {
      const word = textOf(values['id']) ?? macOf(values) ?? machineNameOf(values);
      const known = word === null ? null : context.nameOf(word);
      // A machine that is made has no id yet, and nobody knows its name but itself.
      if (word !== null) return known === word ? (machineNameOf(values) ?? word) : known;
    }
    const word =
      textOf(values['machine']) ??
      textOf(values['node_uuid']) ??
      (deploymentTypes.has(type) ? textOf(values['id']) : null);
    if (word !== null) return context.nameOf(word);
  }
  return context.machineOfSlot(change.name);
}

function touchOf(change: PlannedChange, machine: string | null, context: TouchContext): Touch {
  const source = sourceOf(change, context.plan);
  if (source === undefined) {
    const note = `no facts for ${change.type} of ${change.provider}`;
    return { change, machine, effect: 'unknown', note, forcing: forcedBy(change) };
  }
  if (context.plan.provisioned.has(change.address.replace(/\[.*$/, ''))) {
    const note = 'it runs a provisioner: a program of yours, of which nothing is known here';
    return { change, machine, effect: 'unknown', note, forcing: forcedBy(change) };
  }
  const stop = otherNic(change, context);
  if (stop !== null) return { change, machine, effect: 'refused', note: stop, forcing: forcedBy(change) };
  // Of what no machine has, nobody knows here who uses it.
  const isDeployed = machine === null ? null : isHeld(change, machine, context);
  const query = { ...source, resourceType: change.type };
  if (change.action === 'update') return updated(change, machine, query, isDeployed);
  if (change.action === 'forget') {
    const note = 'Terraform forgets it and leaves it as it is';
    return { change, machine, effect: 'metadata', note, forcing: [] };
  }
  const action = change.action === 'create' || change.action === 'delete' ? change.action : 'replace';
  const { effect, note } = assess({ ...query, action }, isDeployed);
  const isNew = machineTypes.has(change.type) && change.action === 'create';
  return {
    change,
    machine,
    effect: isNew ? 'enrol' : effect,
    note,
    forcing: change.action === 'replace' ? forcedBy(change) : [],
  };
}

/** States of a node in which Ironic lets its ports be changed. */
const openStates: ReadonlySet<string> = new Set(['enroll', 'inspecting', 'manageable']);

/** Whether a machine is deployed and stays so, or is in a state in which it keeps its ports as if it were. */
function isHeld({ type, action }: PlannedChange, machine: string, context: TouchContext): boolean | null {
  // Its release is in a later stack: by then nobody knows the machine.
  const isEnding = action === 'delete' || action === 'replace';
  if (machineTypes.has(type) && isEnding && context.isClaimedElsewhere(machine)) return true;
  const state = type === 'ironic_port' ? context.stateOf(machine) : null;
  return state !== null && !openStates.has(state) ? true : context.staysDeployed(machine);
}

/**
 * A NIC that was exchanged while its machine was deployed: MAAS knows the former one by that name, and gives the name
 * to no other until the machine is commissioned anew.
 */
function otherNic(change: PlannedChange, context: TouchContext): string | null {
  if (change.type !== 'maas_network_interface_physical' || change.action !== 'replace') return null;
  const [was, is] = [change.before, change.after].map((values) =>
    textOf(values['mac_address'])?.toLowerCase(),
  );
  const isSameMachine = context.machineOfSlot(change.name, 'before') === context.machineOfSlot(change.name);
  const isSameName = change.before['name'] === change.after['name'];
  return was === is || !isSameMachine || !isSameName
    ? null
    : `MAAS knows this NIC as ${was} and refuses another of its name, with the server released and not deployed; commission the machine anew before`;
}

function updated(
  change: PlannedChange,
  machine: string | null,
  query: Omit<Parameters<typeof assess>[0], 'action'>,
  isDeployed: boolean | null,
): Touch {
  // What the configuration leaves to the provider, a plan may call unknown at every update.
  const isLeft = ({ path, isUnknown }: AttributeChange) =>
    isUnknown && change.configured !== null && !change.configured.has(path.split('.')[0] ?? '');
  const differing = attributeChanges(change.raw).filter((attribute) => !isLeft(attribute));
  const rows = differing.map((attribute) => ({
    attribute,
    ...assess({ ...query, action: 'update', attribute: attribute.path }, isDeployed),
  }));
  const worst = rows.reduce<Assessed>(
    (found, row) => (rankOf(row.effect) < rankOf(found.effect) ? row : found),
    { effect: null, note: 'lives in Terraform state only' },
  );
  const forcing = rows
    .filter(({ effect }) => effect === worst.effect && effect !== null)
    .map(({ attribute }) => forcingOf(change.type, attribute));
  return { change, machine, effect: worst.effect, note: worst.note, forcing };
}

/** Networks, zones and machines of a dry run: by what they stand for. */
function dryRunThing(change: PlannedChange): Touch {
  const isMachine = change.name.startsWith(dryRun.machine);
  const { asset } = objectOf(change.after['triggers'] ?? change.before['triggers']);
  const forcing = attributeChanges(change.raw)
    .filter(({ path, before, after }) => path.startsWith('triggers.') && before !== null && after !== null)
    .map((attribute) => forcingOf(change.type, attribute));
  const isNetwork = /^(network|subnet)_/.test(change.name);
  return {
    change,
    machine: isMachine ? (textOf(asset) ?? change.name.slice(dryRun.machine.length)) : null,
    effect: isMachine && change.action === 'create' ? 'enrol' : isNetwork ? 'network' : 'metadata',
    note: 'a dry run: it stands for what a provisioner would be told',
    forcing: change.action === 'replace' ? forcing : [],
  };
}

function forcedBy(change: PlannedChange): readonly Forcing[] {
  if (change.replacePaths.length === 0) return [];
  return attributeChanges(change.raw)
    .filter(({ path }) => change.replacePaths.some((one) => path === one || path.startsWith(`${one}.`)))
    .map((attribute) => forcingOf(change.type, attribute));
}

function forcingOf(type: string, { path, before, after }: AttributeChange): Forcing {
  return { attribute: `${type}.${path}`, before, after };
}
