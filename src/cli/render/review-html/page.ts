import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sectionsOf } from '../../../review/document.js';
import { type Review, type ServerEffect, serverEffects } from '../../../review/report.js';
import { codeText } from '../../codes.js';
import { dataMarkup, Markup, markup, nothing } from '../markup.js';
import { machinesOf, type PageMachine, type PageMachines } from './machines.js';
import { placeRules, racksMarkup } from './racks.js';
import { type PagePart, partOf } from './sections.js';

const outcomes: Readonly<Record<Review['verdict']['outcome'], string>> = {
  nothing: 'Nothing physical',
  physical: 'Physical changes',
  refused: 'Refused',
};

function asset(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

/** Source of a policy that lets in exactly this text. */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function meaningOf(effect: ServerEffect): string {
  return codeText(`REVIEW_${effect.toUpperCase().replaceAll('-', '_')}`)?.means ?? '';
}

/** The legend, which filters too. */
function effectFilters(machines: readonly PageMachine[]): Markup {
  const kinds = [...serverEffects, 'alone' as const].flatMap((kind) => {
    const count = machines.filter(({ server }) => (server?.effect ?? 'alone') === kind).length;
    return count === 0 ? [] : [{ kind, count }];
  });
  return markup`<fieldset class="legend"><legend>Effect</legend>
${kinds.map(
  ({ kind, count }) =>
    markup`<button type="button" class="chip ${kind}" data-effect="${kind}" aria-pressed="false"${kind === 'alone' ? nothing : markup` title="${meaningOf(kind)}"`}><b aria-hidden="true"></b> ${kind === 'alone' ? 'left alone' : kind} <small>${count}</small></button>\n`,
)}</fieldset>`;
}

function options(pairs: readonly Choice[]): Markup {
  return markup`${pairs.map(([value, text]) => markup`<option value="${value}">${text}</option>`)}`;
}

function select(id: string, label: string, choices: Markup): Markup {
  return markup`<div><label for="${id}">${label}</label><select id="${id}">${choices}</select></div>\n`;
}

type Choice = readonly [value: string | number, text: string];

function rackChoices({ racks }: PageMachines): readonly Choice[] {
  const isOneSite = new Set(racks.map(({ site }) => site)).size < 2;
  const names = racks.map(({ site, name }, index): Choice => [index, isOneSite ? name : `${site}/${name}`]);
  return [['changed', 'racks that change'], ['', 'all'], ...names, ['none', 'not placed']];
}

function filters({ rows }: Review, page: PageMachines, tenants: readonly string[]): Markup {
  const causes = rows.flatMap(({ effect, names, servers }, index): readonly Choice[] =>
    servers.length === 0 ? [] : [[index, `${index + 1}: ${effect} ${names}`.slice(0, 80)]],
  );
  const owners = tenants.map((name, index): Choice => [index, name]);
  return markup`<form id="filters" hidden aria-label="Which machines are shown">
${effectFilters(page.machines)}
<div class="fields">
${owners.length === 0 ? nothing : select('tenant', 'Tenant', options([['', 'all'], ...owners]))}${page.racks.length === 0 ? nothing : select('rack', 'Rack', options(rackChoices(page)))}${select('row', 'Row', options([['', 'all'], ...causes]))}<div><label for="name">Name</label><input id="name" type="search" autocomplete="off" spellcheck="false" placeholder="machine or slot"></div>
<button type="button" id="all">Show all</button>
</div>
</form>
<p id="count" role="status"></p>`;
}

type Column = readonly [title: string, cell: (machine: PageMachine) => string | number | null];

const machineColumns: readonly Column[] = [
  ['Effect', ({ server }) => server?.effect ?? 'left alone'],
  ['Site', ({ site }) => site],
  ['Rack', ({ rack }) => rack],
  ['Unit', ({ unit }) => unit],
  ['Slot', ({ slot }) => slot],
  ['Tenant', ({ tenants }) => (tenants.length === 0 ? null : tenants.join(', '))],
];

/** The same machines for those who read a table more easily than a picture; with what is known of any of them. */
function machineTable(machines: readonly PageMachine[]): Markup {
  const columns = machineColumns.filter(([, cell]) => machines.some((machine) => cell(machine) !== null));
  const heads = ['Machine', ...columns.map(([title]) => title)].map(
    (title) => markup`<th scope="col">${title}</th>`,
  );
  const rows = machines.map(
    (machine) =>
      markup`<tr data-i="${machine.index}"><th scope="row"><button type="button" class="open" data-i="${machine.index}">${machine.name}</button></th>${columns.map(([, cell]) => markup`<td>${cell(machine) ?? ''}</td>`)}</tr>\n`,
  );
  return markup`<details id="as-table"><summary>The same machines as a table</summary>
<div class="wide" tabindex="0" role="region" aria-label="Machines as a table"><table class="machines"><caption class="sr">Machines</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows}</tbody></table></div></details>`;
}

function machinesPart(review: Review, page: PageMachines, tenants: readonly string[]): PagePart {
  const body =
    page.machines.length === 0
      ? markup`<p>No machine is known: no plan touches one, and there is no definition.</p>`
      : markup`${filters(review, page, tenants)}
<p class="hint" id="no-script">Without scripts nothing is filtered, and machines do not open their evidence.</p>
<p class="hint" id="how" hidden>Each machine opens its evidence. Arrow keys move within a rack, Tab goes on to the next one.</p>
<div id="elevations">
${racksMarkup(page)}</div>
${machineTable(page.machines)}`;
  return { id: 'machines', title: page.racks.length === 0 ? 'Machines' : 'Machines in their racks', body };
}

function dataOf({ rows }: Review, { machines, racks }: PageMachines, tenants: readonly string[]): Markup {
  const rackOf = new Map(
    racks.flatMap(({ elevation: { placed, loose } }, index) =>
      [...placed.map(({ machine }) => machine), ...loose].map((machine) => [machine.index, index] as const),
    ),
  );
  return dataMarkup({
    rows,
    machines: machines.map((machine) => ({
      ...machine,
      tenants: machine.tenants.map((tenant) => tenants.indexOf(tenant)),
      at: rackOf.get(machine.index) ?? null,
    })),
  });
}

function partMarkup({ id, title, body }: PagePart): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${body}
</section>\n`;
}

/**
 * The whole report as one page that needs nothing else: no network, no other file. Its policy lets in its own script
 * and style by their hashes, and nothing more. The same report gives the same bytes.
 */
export function reviewHtml(review: Review): string {
  const page = machinesOf(review);
  const tenants = [...new Set(page.machines.flatMap((machine) => machine.tenants))].sort();
  const style = `${asset('client.css')}${placeRules(page)}\n`;
  const script = asset('client.js');
  const sections = sectionsOf(review).map((section) => partOf(section, review.rows));
  const first = sections.findIndex(({ title }) => title !== 'Refused' && title !== 'Servers by effect');
  const at = first === -1 ? sections.length : first;
  const parts = [...sections.slice(0, at), machinesPart(review, page, tenants), ...sections.slice(at)];
  const { text, outcome } = review.verdict;
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${outcomes[outcome]}: rackform review</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#machines">Skip to the machines</a>
<header class="${outcome}">
<p class="outcome">${outcomes[outcome]}</p>
<h1>${text}</h1>
<p class="digest">rackform review, digest <code>${review.digest}</code></p>
</header>
<nav aria-label="Parts of the report"><ul>
${parts.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>\n`)}</ul></nav>
<main>
${parts.map(partMarkup)}</main>
<dialog id="evidence" aria-labelledby="evidence-title"></dialog>
<script type="application/json" id="data">${dataOf(review, page, tenants)}</script>
<script type="module">${new Markup(script)}</script>
</body>
</html>
`.text;
}
