import { groupBy } from '../../model/group.js';
import type { MachineModel, RackModel, SiteModel } from '../../model/types.js';
import { foldNames } from '../../review/fold.js';
import { counted } from '../render/table.js';
import { type Diagram, type DiagramEdge, type DiagramNode, idOf } from './diagram.js';

/** Racks side by side, before the next row begins. */
const rackRow = 8;

/** What stands in a rack, a line for each kind of hardware. */
function contents(machines: readonly MachineModel[]): readonly string[] {
  return [...groupBy(machines, ({ hardware }) => hardware.profile)].map(
    ([profile, own]) => `${own.length} ${profile}: ${foldNames(own.map(({ asset }) => asset))}`,
  );
}

function rackLines(rack: RackModel, machines: readonly MachineModel[]): readonly string[] {
  const used = machines.reduce((sum, { hardware }) => sum + (hardware.units ?? 0), rack.otherUnits);
  const feeds = rack.feeds.map(({ name, capacityWatts }) => `${name} ${capacityWatts} W`).join(', ');
  return [
    `${used} of ${rack.units} units`,
    ...(feeds === '' ? [] : [`feeds ${feeds}`]),
    ...(machines.length === 0 ? ['empty'] : contents(machines)),
  ];
}

/** Racks by zone, each with what stands in it. */
export function rackDiagram({ site }: SiteModel): Diagram {
  const inRacks = groupBy(site.machines, ({ rack }) => rack ?? '');
  const known = new Set(site.racks.map(({ name }) => name));
  const nodes = site.racks.map(
    (rack): DiagramNode => ({
      id: idOf('rack', rack.name),
      kind: 'rack',
      column: 0,
      group: idOf('zone', rack.zone),
      title: `rack ${rack.name}`,
      lines: rackLines(rack, inRacks.get(rack.name) ?? []),
    }),
  );
  const loose = site.machines.filter(({ rack }) => rack === null || !known.has(rack));
  const rest: DiagramNode = {
    id: idOf('unplaced'),
    kind: 'machines',
    column: 0,
    group: null,
    title: 'in no rack',
    lines: contents(loose),
  };
  return {
    title: `site ${site.name}: ${counted(site.racks.length, 'rack')}, ${counted(site.machines.length, 'machine')}`,
    columns: ['Racks'],
    groups: [...new Set(site.racks.map(({ zone }) => zone))].map((zone) => ({
      id: idOf('zone', zone),
      title: `zone ${zone}`,
    })),
    nodes: loose.length === 0 ? nodes : [...nodes, rest],
    edges: [...groupBy(nodes, ({ group }) => group)].flatMap(([, row]) => rowEdges(row)),
  };
}

/** Racks have nothing between them; lines that are not drawn keep them in rows. */
function rowEdges(nodes: readonly DiagramNode[]): readonly DiagramEdge[] {
  return nodes.flatMap(({ id: to }, index): readonly DiagramEdge[] => {
    const left = nodes[index - 1];
    return left === undefined || index % rackRow === 0
      ? []
      : [{ from: left.id, to, label: '', isHidden: true }];
  });
}
