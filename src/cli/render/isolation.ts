import type { Isolation, IsolationCheck, IsolationPair, Verdict } from '../../model/tenancy/isolation.js';
import { inert } from './inert.js';
import type { Style } from './style.js';
import { counted, table } from './table.js';

/** Paths of one kind that are printed; `--json` has all. */
const SHOWN = 3;

const pairTexts: Readonly<Record<Verdict, string>> = {
  isolated: 'isolated',
  declared: 'isolated, but for what is declared',
  shared: 'NOT isolated',
};

function paintOf(verdict: Verdict, style: Style): (text: string) => string {
  return { isolated: style.good, declared: style.warning, shared: style.error }[verdict];
}

/** What a check found, as the cells of a row: what is alike is told once. */
function checkRows({ kind, verdict, meetings }: IsolationCheck): readonly (readonly string[])[] {
  if (meetings.length === 0) return [[`    ${kind}`, verdict, '']];
  const shown = meetings
    .slice(0, SHOWN)
    .map(({ what, path, service, reason }) =>
      service === null ? path.join(' > ') : `${what}: by ${service} (${reason})`,
    );
  const rest = meetings.length - shown.length;
  const lines = rest === 0 ? shown : [...shown, `and ${rest} more: --json lists them`];
  return lines.map((line, index) => [
    index === 0 ? `    ${kind}` : '',
    index < meetings.length ? (meetings[index]?.service === null ? 'shared' : 'declared') : '',
    line,
  ]);
}

function pairText(pair: IsolationPair, style: Style): string {
  const paint = paintOf(pair.verdict, style);
  const of = pair.cluster === null ? '' : `, workload tenants of cluster ${pair.cluster}`;
  const head = `  ${pair.tenants.map(inert).join(' and ')}${inert(of)}: ${paint(pairTexts[pair.verdict])}\n`;
  const rows = pair.checks.flatMap(checkRows).map((row) => row.map(inert));
  return (
    head +
    table(rows, (cell, column) =>
      column === 1 && cell !== '' ? paintOf(cell as Verdict, style)(cell) : cell,
    )
  );
}

/** The proof of one site for people: each pair with what it has in common, and by which path. */
export function renderIsolation({ site, tenants, pairs }: Isolation, style: Style): string {
  const shared = pairs.filter(({ verdict }) => verdict === 'shared').length;
  const outcome =
    pairs.length === 0
      ? 'nobody to isolate from'
      : shared === 0
        ? `${counted(pairs.length, 'pair')}, nothing shared but what is declared`
        : `${shared} of ${counted(pairs.length, 'pair')} not isolated`;
  const hint =
    shared === 0
      ? ''
      : '  give each tenant its own, or declare what is shared on purpose under sharedServices, with the reason\n';
  return `${style.title(`site ${inert(site)}`)}  ${counted(tenants.length, 'tenant')} (${tenants.map(inert).join(', ') || 'none'}): ${outcome}\n${pairs.map((pair) => pairText(pair, style)).join('')}${hint}`;
}
