import { type ImportedMachine, nothingMore } from '../imported/machine.js';
import { reserveName } from '../imported/names.js';
import type { Notes } from '../imported/notes.js';
import { noHardware, type PartContext } from '../imported/parts.js';
import { rackName } from '../imported/racks.js';
import type { Fields, Place, Report } from '../imported/source/fields.js';
import { isPlaceholder, slug } from '../imported/words.js';
import { readCpu, readMemory } from './cpu.js';
import { readDisks } from './disks.js';
import { readGpus } from './gpu.js';
import { readAdapters } from './nics.js';
import type { FoundNode } from './nodes.js';

/**
 * Reads all machines, with unique names: a name that is there twice gets a number, and is reported.
 * A node without anything to call it by is left out, and reported.
 */
export function readMachines(
  nodes: readonly FoundNode[],
  notes: Notes,
  report: Report,
): readonly ImportedMachine[] {
  const taken = new Map<string, Place>();
  return nodes.flatMap((node) => {
    const given = givenName(node);
    if (given === null) {
      const hint = 'give it node_name or uid';
      report(node.fields.place, 'IMPORT_NO_NAME', 'the machine has no name, so it is left out', hint);
      return [];
    }
    const name = reserveName(given, taken, node.fields.place, report);
    return [readMachine(node, name, notes, report)];
  });
}

/** Chameleon's `uid` is a number of the API; its `node_name` is what people say. */
function givenName({ fields, key }: FoundNode): string | null {
  const serial = fields.fields('chassis').text('serial');
  const named = [fields.text('node_name'), fields.text('uid'), fields.text('name'), key, serial];
  return named.map((name) => slug(name ?? '')).find((name) => name !== '') ?? null;
}

function readMachine(node: FoundNode, name: string, notes: Notes, report: Report): ImportedMachine {
  const { fields, cluster } = node;
  const kind = fields.text('node_type') ?? cluster;
  const context: PartContext = {
    machine: name,
    words: [kind ?? '', cluster ?? ''],
    unknown: (what, text = 'not known') => notes.add(what, text, name),
    assumed: (what, text) => notes.add(what, text, name),
  };
  const gpus = readGpus(fields, context, report);
  const { nics, bmc } = readAdapters(fields, gpus !== null, context, report);
  const chassis = fields.fields('chassis');
  const serial = chassis.text('serial');
  if (serial === null || isPlaceholder(serial)) context.unknown('serial');
  const named = (text: string | null): string | null => (text === null || isPlaceholder(text) ? null : text);
  reportAccelerators(fields, context);
  return {
    ...nothingMore,
    name,
    place: fields.place,
    serial: named(serial),
    ...readPlacement(fields, context),
    kind,
    hardware: {
      ...noHardware,
      manufacturer: named(chassis.text('manufacturer')),
      model: named(chassis.text('name')),
      cpu: readCpu(fields, context, report),
      memoryGiB: readMemory(fields, context, report),
      gpus,
      nics,
      disks: readDisks(fields, context, report),
    },
    bmc,
    outlets: readOutlets(fields),
  };
}

function readPlacement(
  fields: Fields,
  context: PartContext,
): { readonly rack: string | null; readonly position: number | null } {
  const placement = fields.fields('placement');
  const label = placement.text('rack');
  const rack = rackName(label);
  if (rack === null) {
    context.unknown('rack');
    return { rack: null, position: null };
  }
  const position = placement.text('node');
  return {
    rack,
    position: position !== null && /^\d{1,3}$/.test(position) ? Number(position) : null,
  };
}

/** What computes and is no GPU, and memory that is none, have no place in a definition. */
function reportAccelerators(fields: Fields, context: PartContext): void {
  for (const key of ['fpga', 'mic']) {
    const part = fields.fields(key);
    const model = part.text('board_model') ?? part.text(`${key}_model`);
    if (part.flag(key) === true || model !== null)
      context.unknown(key, `${model ?? 'a board'} has no place in a definition, and is left out`);
  }
  const persistent = fields.fields('main_memory').number('pmem_size');
  if (persistent !== null && persistent > 0) {
    const gib = Math.round(persistent / 2 ** 30);
    context.unknown(
      'pmem',
      `${gib} GiB of persistent memory have no place in a definition, and are left out`,
    );
  }
}

/** Entries of `pdu` that are no mere meters. */
function readOutlets(fields: Fields): readonly string[] {
  return fields.list('pdu').flatMap(({ fields: entry }) => {
    const pdu = entry.text('uid');
    const isMeter = /wattmet(?:re|er)/i.test(`${entry.text('kind') ?? ''} ${pdu ?? ''}`);
    return pdu === null || isMeter ? [] : [`${pdu}:${entry.text('port') ?? '?'}`];
  });
}
