import type { Capacity, CapacityLoss } from '../../model/tenancy/capacity.js';
import { inert } from './inert.js';
import type { Style } from './style.js';
import { table } from './table.js';

const resourceName = (what: string): string => (what === 'gpu' ? 'whole GPUs' : what);

function lossText(loss: CapacityLoss | null): string {
  return loss === null ? '-' : `${loss.left} ${loss.isEnough ? 'fits' : 'TOO FEW'} (${loss.name})`;
}

function costText(cost: Capacity['layers'][number]['cost']): string {
  if (cost === null) return 'no figure is known';
  const { from, to, of, source } = cost;
  if (to === 0) return 'nothing';
  return `${from === to ? to : `${from} to ${to}`} % of ${of} (${source})`;
}

/** The capacity of one cluster for people: what there is and what of it stays, then who may use it. */
export function renderCapacity(
  { site, cluster, owner, resources, tenants, layers }: Capacity,
  style: Style,
): string {
  const supply = [
    ['', 'total', 'in quotas', 'free', 'without one machine', 'without one rack'],
    ...resources.map(({ what, total, promised, free, withoutMachine, withoutRack }) => [
      resourceName(what),
      ...[total, promised, free].map(String),
      lossText(withoutMachine),
      lossText(withoutRack),
    ]),
  ];
  const shares = [
    ['workload tenant', 'namespace', ...resources.map(({ what }) => resourceName(what))],
    ...tenants.map(({ name, namespace, quota }) => [
      name,
      namespace,
      ...resources.map(({ what }) => String(quota[what] ?? '-')),
    ]),
  ];
  const costs = [
    ['pool', 'runs', 'GPU', 'what it costs'],
    ...layers.map(({ pool, runs, gpu, cost }) => [pool, runs, gpu, costText(cost)]),
  ];
  const paint = (cell: string) => (cell.includes(' TOO FEW ') ? style.error(cell) : cell);
  const rows = (cells: readonly (readonly string[])[]) =>
    table(
      cells.map((row) => row.map((cell, column) => `${column === 0 ? '  ' : ''}${inert(cell)}`)),
      paint,
    );
  return (
    `${style.title(`${inert(cluster)} at ${inert(site)}`)}${owner === null ? '' : `, what ${inert(owner)} has to itself`}\n` +
    (resources.length === 0 ? '  no GPU\n' : rows(supply)) +
    (tenants.length === 0
      ? '  nobody shares it yet: workloadTenants names who does\n'
      : `\n${rows(shares)}`) +
    (layers.length === 0 ? '' : `\n${rows(costs)}`)
  );
}
