import { elevationOf, type Standing } from '../../model/elevation.js';
import { groupBy } from '../../model/group.js';
import type { MachineModel, RackModel, SiteModel, SlotModel } from '../../model/types.js';
import { foldNames } from '../../review/fold.js';
import { type Markup, markup, nothing } from '../render/markup.js';
import { counted } from '../render/table.js';
import { fitted, svgOf, widthOf, wrapped } from './svg.js';

const margin = 24;
const unit = 17;
const rackWidth = 250;
const ruler = 24;
const rackGap = 28;
const head = 60;
/** Racks side by side. */
const perRow = 8;
const tenantColours = 8;

type Rackable = MachineModel & { readonly units: number | null };

/** What is known of a machine besides its place. */
interface Context {
  readonly slots: ReadonlyMap<string, SlotModel>;
  /** Class of the colour of each tenant. */
  readonly colours: ReadonlyMap<string, string>;
}

function machineMarkup(
  { machine, bottom, height, lane, lanes }: Standing<Rackable>,
  { slots, colours }: Context,
  left: number,
  base: number,
): Markup {
  const slot = slots.get(machine.asset);
  const width = (rackWidth - ruler) / lanes;
  const [x, y] = [left + ruler + lane * width, base - (bottom - 1 + height) * unit];
  const room = width - 10;
  const colour = slot === undefined ? 'none' : (colours.get(slot.tenant) ?? 'none');
  const owner = slot?.tenant ?? machine.state;
  const isBoth = widthOf(`${machine.asset}  ${owner}`, 11) <= room;
  const name = fitted(machine.asset, 11, room);
  const middle = y + (height * unit) / 2 + 4;
  const tip = [
    machine.asset,
    machine.hardware.profile,
    `from unit ${bottom}, ${counted(height, 'unit')}`,
    ...(slot === undefined ? [machine.state] : [`slot ${slot.name}`, `tenant ${slot.tenant}`]),
  ].join(', ');
  const second = markup`<text class="dim" text-anchor="end" x="${x + width - 5}" y="${middle}">${owner}</text>`;
  return markup`<g><title>${tip}</title><rect class="${colour}" x="${x + 1}" y="${y + 1}" width="${width - 2}" height="${height * unit - 2}" rx="2"/><text x="${x + 5}" y="${middle}">${name}</text>${isBoth ? second : nothing}</g>\n`;
}

function rackMarkup(
  rack: RackModel,
  machines: readonly MachineModel[],
  context: Context,
  left: number,
  base: number,
): Markup {
  const standing = machines.map((machine) => ({ ...machine, units: machine.hardware.units }));
  const { units, placed, loose } = elevationOf(rack.units, standing);
  const height = units * unit;
  const feeds = rack.feeds.map(({ name, capacityWatts }) => `${name} ${capacityWatts} W`).join(', ');
  const marks = [...Array(units).keys()].map((index) => index + 1);
  const numbers = marks
    .filter((number) => number === 1 || number % 5 === 0)
    .map(
      (number) =>
        markup`<text class="dim" text-anchor="end" x="${left + ruler - 4}" y="${base - (number - 1) * unit - 3}">${number}</text>`,
    );
  const lines = marks
    .slice(1)
    .map((number) => `M${left + ruler} ${base - (number - 1) * unit}h${rackWidth - ruler}`)
    .join('');
  const facts = [`${units} units, zone ${rack.zone}`, feeds === '' ? 'feeds not known' : `feeds ${feeds}`];
  const rest = loose.length === 0 ? '' : `unit not known: ${foldNames(loose.map(({ asset }) => asset))}`;
  return markup`<text class="head" x="${left}" y="${base - height - 37}">${fitted(rack.name, 13, rackWidth)}</text>
${facts.map((fact, index) => markup`<text class="dim" x="${left}" y="${base - height - 22 + index * 15}"><title>${fact}</title>${fitted(fact, 11, rackWidth)}</text>\n`)}<rect class="frame" x="${left + ruler}" y="${base - height}" width="${rackWidth - ruler}" height="${height}"/>
<path class="unit" d="${lines}"/>
${numbers}
${placed.map((one) => machineMarkup(one, context, left, base))}<text class="dim" x="${left}" y="${base + 15}">${fitted(rest, 11, rackWidth)}</text>
`;
}

/** The colours, with the name of each tenant. */
function legend(colours: ReadonlyMap<string, string>): Markup {
  let x = margin;
  const entries = [...colours, ['no slot', 'none'] as const].map(([name, colour]) => {
    const entry = markup`<rect class="${colour}" x="${x}" y="48" width="14" height="14" rx="2"/><text x="${x + 20}" y="59">${name}</text>`;
    x += 44 + widthOf(name, 11);
    return entry;
  });
  return markup`${entries}\n`;
}

function heightOf(rack: RackModel, machines: readonly MachineModel[]): number {
  const tops = machines.flatMap(({ unit: at, hardware }) =>
    at === null ? [] : [at + (hardware.units ?? 1) - 1],
  );
  return Math.max(rack.units, ...tops) * unit;
}

/** The front of every rack, units to scale, machines in the colour of their tenant. */
export function rackSvg({ site, clusters }: SiteModel): string {
  const slots = new Map(
    clusters.flatMap((cluster) => cluster.slots.map((slot) => [slot.asset, slot] as const)),
  );
  const owners = [...new Set(clusters.map(({ tenant }) => tenant))].sort();
  const colours = new Map(owners.map((tenant, index) => [tenant, `t${index % tenantColours}`]));
  const inRacks = groupBy(site.machines, ({ rack }) => rack);
  const body: Markup[] = [legend(colours)];
  let y = 72;
  for (let start = 0; start < site.racks.length; start += perRow) {
    const row = site.racks
      .slice(start, start + perRow)
      .map((rack) => ({ rack, own: inRacks.get(rack.name) ?? [] }));
    const base = y + head + Math.max(...row.map(({ rack, own }) => heightOf(rack, own)));
    row.forEach(({ rack, own }, index) => {
      body.push(rackMarkup(rack, own, { slots, colours }, margin + index * (rackWidth + rackGap), base));
    });
    y = base + 24;
  }
  const columns = Math.min(perRow, Math.max(1, site.racks.length));
  const title = `site ${site.name}: ${counted(site.racks.length, 'rack')}, ${counted(site.machines.length, 'machine')}`;
  const width = Math.max(
    margin + columns * (rackWidth + rackGap),
    widthOf(title, 16) + 2 * margin,
    widthOf(['no slot', ...owners].join(' '), 11) + 44 * (owners.length + 1) + margin,
  );
  const known = new Set(site.racks.map(({ name }) => name));
  const unplaced = site.machines.filter(({ rack }) => rack === null || !known.has(rack));
  const rest =
    unplaced.length === 0
      ? []
      : wrapped(`in no rack: ${foldNames(unplaced.map(({ asset }) => asset))}`, 11, width - 2 * margin, 20);
  body.push(
    ...rest.map((line, index) => markup`<text x="${margin}" y="${y + 24 + index * 15}">${line}</text>\n`),
  );
  return svgOf(title, width, y + 24 + rest.length * 15, body);
}
