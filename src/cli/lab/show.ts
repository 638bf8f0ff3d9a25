import { printMoment } from '../../lab/events.js';
import { readLab, type ShownLab, type ShownMachine } from '../../lab/show.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { inert, inertJson } from '../render/inert.js';
import { type Style, styleFor } from '../render/style.js';
import { counted, table } from '../render/table.js';
import { type LabArgs, stateFolder } from './lab-args.js';

/** Arguments of commands that look into a lab. */
export interface LabReadArgs extends LabArgs {
  readonly json?: boolean | undefined;
}

/** How a machine's state is printed; null is one that the provisioner does not know. */
function statusText({ status, next }: ShownMachine): string {
  if (status === null) return 'not enrolled';
  if (next === null) return status;
  return next.at === null ? `${status}, without end` : `${status} until ${printMoment(next.at)}`;
}

function row(machine: ShownMachine): readonly string[] {
  const { asset, hostname, unit, slot, tenant, image, addresses, remains } = machine;
  const name = asset ?? hostname ?? '';
  return [
    `  ${unit === null ? '' : String(unit).padStart(2)}`,
    asset !== null && hostname !== null && hostname !== asset ? `${name} (${hostname})` : name,
    statusText(machine),
    slot ?? '-',
    tenant ?? '-',
    image ?? '-',
    addresses.length === 0 ? '-' : addresses.join(' '),
    ...(remains === 'data' && image === null ? ['not erased'] : []),
  ].map(inert);
}

function summary(machines: readonly ShownMachine[]): string {
  const counts = new Map<string, number>();
  for (const { status } of machines) {
    const text = status ?? 'not enrolled';
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
}

function labText({ provisioner, url, serverVersion, now, machines }: ShownLab, style: Style): string {
  const racks = new Map<string, ShownMachine[]>();
  for (const machine of machines) {
    const site = machine.site === null ? '' : `site ${machine.site}, `;
    const place =
      machine.asset === null ? 'in no site of the lab' : `${site}rack ${machine.rack ?? 'unknown'}`;
    racks.set(place, [...(racks.get(place) ?? []), machine]);
  }
  const head = ['  U', 'machine', 'status', 'slot', 'tenant', 'image', 'addresses'];
  const name = style.title(
    `${provisioner === 'maas' ? 'MAAS' : 'Ironic'} ${serverVersion}${url === '' ? '' : ` at ${inert(url)}`}`,
  );
  const counts = machines.length === 0 ? '' : ` (${summary(machines)})`;
  return [
    `${name}  ${counted(machines.length, 'machine')}${counts}, virtual time ${printMoment(now)}\n`,
    ...[...racks].map(([place, all]) => `${inert(place)}\n${table([head, ...all.map(row)], (cell) => cell)}`),
  ].join('');
}

/** Of a lab without sites, that which something was made in. */
function inUse(all: readonly ShownLab[]): readonly ShownLab[] {
  const used = all.filter(({ machines }) => machines.length > 0);
  return used.length > 0 ? used : all.slice(0, 1);
}

/** Prints what the lab holds by now, also while it runs. */
export async function labShow(io: Io, args: LabReadArgs): Promise<ExitCode> {
  const all = readLab(stateFolder(io, args));
  if (args.json === true) io.stdout.write(inertJson({ formatVersion: 1, provisioners: all }));
  else
    io.stdout.write(
      inUse(all)
        .map((one) => labText(one, styleFor(io, 'stdout', args.color)))
        .join('\n'),
    );
  return exitCodes.clean;
}
