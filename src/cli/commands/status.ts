import { inServiceBy } from '../../model/lock/lock.js';
import type { Lock, LockMachine, LockSlot } from '../../model/lock/lock-types.js';
import type { SlotModel } from '../../model/types.js';
import { contentDigest } from '../../software/first-boot/user-data.js';
import type { SiteArgs } from '../args.js';
import type { ExitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { inert, inertJson } from '../render/inert.js';
import { type Style, styleFor } from '../render/style.js';
import { counted, table } from '../render/table.js';
import { endWith, siteModels } from '../site-models.js';
import type { SiteRun } from '../site-run.js';

/** Arguments of `status`. */
export interface StatusArgs extends SiteArgs {
  readonly json?: boolean | undefined;
}

interface SlotStatus {
  readonly slot: LockSlot;
  readonly phase: string;
  /** Null where it cannot be told: nothing deployed yet, or no model to compare with. */
  readonly differs: boolean | null;
  /** Machine that it is about to move to, where the lock does not fit any more. */
  readonly moves: string | null;
}

/** What the lock says of each slot, and whether the definition has moved on from what was deployed. */
function slotStatuses(run: SiteRun): readonly SlotStatus[] {
  const { lock } = run;
  if (lock === null) return [];
  const { model } = run.resolution;
  const service = inServiceBy(lock, run.baseLock);
  const models = new Map<string, SlotModel>();
  for (const slot of model?.clusters.flatMap((cluster) => cluster.slots) ?? []) models.set(slot.name, slot);
  return lock.slots.map((slot) => {
    const isInService = service.slot(slot.name);
    // Where no protected branch can be asked, all counts as in service to be safe; that is no evidence to print.
    const isSeen = isInService && run.base.kind !== 'unknown';
    const resolved = models.get(slot.name);
    const moves = resolved === undefined || resolved.asset === slot.asset ? null : resolved.asset;
    const isKnown =
      isInService && moves === null && slot.content !== null && resolved !== undefined && model !== null;
    return {
      slot,
      phase: slot.phase === 'planned' && isSeen ? 'in-service' : slot.phase,
      differs: isKnown ? contentDigest(resolved, model) !== slot.content : null,
      moves,
    };
  });
}

/** Machines of which there is more to say than that they are enrolled. */
function notableMachines(lock: Lock): readonly LockMachine[] {
  const holders = new Map(lock.slots.map((slot) => [slot.asset, slot.name]));
  return lock.machines.filter(
    (machine) =>
      machine.phase === 'leaving' ||
      machine.abandoned !== null ||
      (machine.claim !== null && holders.get(machine.asset) !== machine.claim),
  );
}

function machineText(machine: LockMachine): string {
  const facts = [
    ...(machine.phase === 'leaving' ? ['leaving the provisioner'] : []),
    ...(machine.abandoned === null ? [] : [`abandoned: ${machine.abandoned}`]),
    ...(machine.claim === null ? [] : [`last held by ${machine.claim}, until a state shows that it let go`]),
    ...(machine.erased === null
      ? []
      : [`${machine.claim === null ? 'erased' : 'to be erased'}: ${machine.erased}`]),
  ];
  return facts.join(', ');
}

function text(run: SiteRun, style: Style): string {
  const { lock, site } = run;
  const title = style.title(`site ${inert(site)}`);
  if (lock === null) return `${title}  no lock ${run.lockState === 'broken' ? 'that can be read' : 'yet'}\n`;
  const statuses = slotStatuses(run);
  const rows = statuses.map(({ slot, phase, differs, moves }) => [
    `  ${slot.name}`,
    phase,
    `generation ${slot.generation}`,
    slot.asset,
    [
      ...(moves === null ? [] : [`moves to ${moves} at the next rackform lock`]),
      ...(differs === true ? ['differs from what was deployed'] : []),
      ...(slot.reason === null ? [] : [slot.reason]),
    ].join('; '),
  ]);
  const differing = statuses.filter(({ differs }) => differs === true).length;
  const stale = run.lockState === 'stale' ? `  ${style.warning('lock is stale: run rackform lock')}` : '';
  const machines = notableMachines(lock).map((machine) => [`  ${machine.asset}`, machineText(machine)]);
  const inertRows = (cells: readonly (readonly string[])[]) => table(cells.map((row) => row.map(inert)));
  return [
    `${title}  ${counted(statuses.length, 'slot')}, ${counted(lock.machines.length, 'machine')}${stale}\n`,
    inertRows(rows),
    machines.length === 0 ? '' : `  machines of note\n${inertRows(machines)}`,
    differing === 0
      ? ''
      : `${counted(differing, 'slot')} will change at the next reimage: rackform lock --reimage SLOT...\n`,
  ].join('');
}

function json(run: SiteRun): unknown {
  return {
    name: run.site,
    lock: run.lockState,
    slots: slotStatuses(run).map(({ slot, phase, differs, moves }) => ({
      name: slot.name,
      cluster: slot.cluster,
      pool: slot.pool,
      machine: slot.asset,
      generation: slot.generation,
      phase,
      differs,
      movesTo: moves,
      addresses: slot.addresses,
      erase: slot.erase,
      reason: slot.reason,
    })),
    machines: run.lock?.machines ?? [],
  };
}

/** Prints what the lock knows of each slot. */
export async function status(io: Io, args: StatusArgs): Promise<ExitCode> {
  const found = await siteModels(io, args);
  const { runs } = found;
  if (args.json === true) {
    io.stdout.write(inertJson({ formatVersion: 1, sites: runs.map(json) }));
  } else {
    const style = styleFor(io, 'stdout', args.color);
    io.stdout.write(runs.map((run) => text(run, style)).join('\n'));
  }
  // Without a model nobody can say what differs, so that is told; what guardrails think is for `check`.
  return endWith(io, found, args);
}
