import type { Elevation, Standing } from '../../../model/elevation.js';
import { serverEffects } from '../../../review/report.js';
import { type Markup, markup, nothing } from '../markup.js';
import { counted } from '../table.js';
import { effectSigns, type PageMachine, type PageMachines, type PageRack } from './machines.js';

/** What is said of a machine: its name for those who hear the page, and under the pointer. */
function labelOf({ name, server, unit, units, slot, tenants }: PageMachine): string {
  const top = (unit ?? 0) + (units ?? 1) - 1;
  return [
    name,
    server?.effect ?? 'left alone',
    ...(unit === null ? [] : [top > unit ? `units ${unit} to ${top}` : `unit ${unit}`]),
    ...(slot === null ? [] : [`slot ${slot}`]),
    ...(tenants.length === 0 ? [] : [`tenant ${tenants.join(', ')}`]),
  ].join(', ');
}

/** Classes of a place in a rack. A style attribute would need a looser policy of the page. */
function placeClasses({ bottom, height, lane, lanes }: Standing<unknown>): string {
  return `u${bottom} h${height}${lanes === 1 ? '' : ` l${lane}of${lanes}`}`;
}

function machineButton(machine: PageMachine, place: string, isFirst: boolean): Markup {
  const { server, index, name } = machine;
  const label = labelOf(machine);
  return markup`<button type="button" class="m ${server?.effect ?? 'alone'} ${place}" data-i="${index}" tabindex="${isFirst ? 0 : -1}" title="${label}" aria-label="${label}"><b></b><i>${name}</i></button>\n`;
}

/** How many machines of a rack something is done to, worst first. */
function rackSummary({ placed, loose }: Elevation<PageMachine>): string {
  const machines = [...placed.map(({ machine }) => machine), ...loose];
  const counts = serverEffects.flatMap((effect) => {
    const count = machines.filter(({ server }) => server?.effect === effect).length;
    return count === 0 ? [] : [`${count} ${effect}`];
  });
  return `${counts.length === 0 ? '' : `${counts.join(', ')} of `}${counted(machines.length, 'machine')}`;
}

/** Names at every fifth unit, as on the posts of a rack. */
function ruler(units: number): Markup {
  const marks = [...Array(units).keys()]
    .map((index) => index + 1)
    .filter((unit) => unit === 1 || unit % 5 === 0);
  return markup`<div class="ruler" aria-hidden="true">${marks.map((unit) => markup`<span class="u${unit}">${unit}</span>`)}</div>`;
}

function toolbar(label: string, className: string, buttons: readonly Markup[]): Markup {
  return buttons.length === 0
    ? nothing
    : markup`<div class="${className}" role="toolbar" aria-label="${label}">\n${buttons}</div>`;
}

function rackMarkup({ name, elevation }: PageRack, index: number): Markup {
  const { units, placed, loose } = elevation;
  const front = placed.map((one, at) => machineButton(one.machine, placeClasses(one), at === 0));
  const rest = loose.map((machine, at) => machineButton(machine, '', at === 0));
  return markup`<section class="rack r${units}" data-rack="${index}" aria-labelledby="rack-${index}">
<h4 id="rack-${index}"><code>${name}</code></h4>
<p>${rackSummary(elevation)}</p>
<div class="front r${units}">${ruler(units)}${toolbar(`Rack ${name}`, 'slots', front)}</div>
${toolbar(`Rack ${name}, unit not known`, 'loose', rest)}</section>\n`;
}

/** All racks, by site, and what stands in none. */
export function racksMarkup({ racks, unplaced }: PageMachines): Markup {
  const sites = [...new Set(racks.map(({ site }) => site))];
  const parts = sites.map(
    (site) => markup`<section class="site"><h3>Site <code>${site}</code></h3>
<div class="racks">
${racks.flatMap((rack, index) => (rack.site === site ? [rackMarkup(rack, index)] : []))}</div></section>\n`,
  );
  const loose = unplaced.map((machine, at) => machineButton(machine, '', at === 0));
  const rest = markup`<section class="site" id="unplaced"><h3>${racks.length === 0 ? 'All machines' : 'Not placed'} <small>${counted(loose.length, 'machine')} without a rack</small></h3>
${toolbar('Machines without a rack', 'loose', loose)}</section>\n`;
  return markup`${parts}${loose.length === 0 ? nothing : rest}`;
}

/** Rules for signs, and for the places that the page has: units are counted from the bottom. */
export function placeRules({ racks }: PageMachines): string {
  const placed = racks.flatMap(({ elevation }) => elevation.placed);
  const heights = [...new Set(racks.map(({ elevation }) => elevation.units))].sort((a, b) => a - b);
  const numbers = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);
  const lanes = [...new Set(placed.filter((one) => one.lanes > 1).map((one) => `${one.lane}of${one.lanes}`))];
  return [
    // By style, since a name that is seen must be part of the name that is heard.
    ...serverEffects.map((effect) => `.${effect} > b::before{content:"${effectSigns[effect]}"}`),
    ...heights.map((units) => `.r${units}{--units:${units}}`),
    ...[...Array(Math.max(0, ...heights)).keys()].map(
      (index) => `.u${index + 1}{bottom:calc(${index}*var(--u))}`,
    ),
    ...numbers(placed.map(({ height }) => height)).map(
      (height) => `.h${height}{height:calc(${height}*var(--u) - 1px)}`,
    ),
    ...lanes.sort().map((lane) => {
      const [at = 0, of = 1] = lane.split('of').map(Number);
      return `.l${lane}{left:${((100 * at) / of).toFixed(3)}%;width:${(100 / of).toFixed(3)}%}`;
    }),
  ].join('\n');
}
