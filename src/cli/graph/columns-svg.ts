import { groupBy } from '../../model/group.js';
import { type Markup, markup, nothing } from '../render/markup.js';
import type { Diagram, DiagramNode, NodeKind } from './diagram.js';
import { svgOf, widthOf, wrapped } from './svg.js';

const margin = 24;
const top = 88;
const lineHeight = 15;
const padding = 8;
const gap = 12;
/** Between columns: room for the lines. */
const gutter = 120;
const widest = 380;
const groupPad = 12;
const groupHead = 24;

const classes: Readonly<Record<NodeKind, string>> = {
  rack: 'none',
  tenant: 't5',
  cluster: 't0',
  pool: 't2',
  machines: 't1',
  network: 't4',
  subnet: 'none',
};

interface Box {
  readonly node: DiagramNode;
  readonly lines: readonly string[];
  readonly height: number;
}

interface Placed extends Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

interface Frame {
  readonly title: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function boxOf(node: DiagramNode): Box {
  const room = widest - 2 * padding;
  const lines = [
    ...wrapped(node.title, 13, room, 4),
    ...node.lines.flatMap((line) => wrapped(line, 11, room, 3)),
  ];
  return { node, lines, height: lines.length * lineHeight + 2 * padding };
}

function widthOfColumn(title: string, boxes: readonly Box[]): number {
  const widths = boxes.flatMap(({ lines }) => lines.map((line) => widthOf(line, 13)));
  return Math.min(widest, Math.max(120, widthOf(title, 13), ...widths) + 2 * padding);
}

/** Boxes of a column from the top down, those of a group together in a frame. */
function placeColumn(
  boxes: readonly Box[],
  groups: Diagram['groups'],
  x: number,
  width: number,
): { readonly placed: readonly Placed[]; readonly frames: readonly Frame[]; readonly bottom: number } {
  const placed: Placed[] = [];
  const frames: Frame[] = [];
  let y = top;
  for (const [group, own] of groupBy(boxes, ({ node }) => node.group ?? '')) {
    const title = groups.find(({ id }) => id === group)?.title;
    const start = y;
    if (title !== undefined) y += groupHead;
    for (const box of own) {
      placed.push({ ...box, x, y, width });
      y += box.height + gap;
    }
    if (title !== undefined) {
      frames.push({
        title,
        x: x - groupPad,
        y: start,
        width: width + 2 * groupPad,
        height: y - start - gap + groupPad,
      });
      y += 2 * groupPad;
    }
  }
  return { placed, frames, bottom: y };
}

/** Each box near what it belongs to: in the order of the middles of what leads to it. */
function ordered(boxes: readonly Box[], edges: Diagram['edges'], left: readonly Placed[]): readonly Box[] {
  const middles = new Map(left.map(({ node, y, height }) => [node.id, y + height / 2]));
  const sources = groupBy(edges, ({ to }) => to);
  const weight = ({ node }: Box) => {
    const found = (sources.get(node.id) ?? []).flatMap(({ from }) => middles.get(from) ?? []);
    return found.length === 0 ? Number.MAX_VALUE : found.reduce((sum, one) => sum + one, 0) / found.length;
  };
  return boxes
    .map((box) => ({ box, at: weight(box) }))
    .sort((a, b) => a.at - b.at)
    .map(({ box }) => box);
}

function boxMarkup({ node, lines, x, y, width, height }: Placed): Markup {
  const heads = wrapped(node.title, 13, widest - 2 * padding, 4).length;
  const texts = lines.map(
    (line, index) =>
      markup`<text${index < heads ? markup` class="head"` : nothing} x="${x + padding}" y="${y + padding + 11 + index * lineHeight}">${line}</text>`,
  );
  return markup`<g><title>${node.title}${node.lines.map((line) => `; ${line}`)}</title><rect class="box ${classes[node.kind]}" x="${x}" y="${y}" width="${width}" height="${height}" rx="4"/>${texts}</g>\n`;
}

function edgeMarkup(from: Placed, to: Placed, label: string): Markup {
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const bend = (x2 - x1) / 2;
  const tip = label === '' ? nothing : markup`<title>${label}</title>`;
  return markup`<path class="edge" d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}">${tip}</path>\n`;
}

/** Boxes in columns, drawn by ourselves: the same bytes anywhere, no program for graphs needed. */
export function columnsSvg({ title, columns, groups, nodes, edges }: Diagram): string {
  const all: Placed[] = [];
  const frames: Frame[] = [];
  const heads: Markup[] = [];
  let x = margin + groupPad;
  let height = top;
  columns.forEach((name, column) => {
    const own = nodes.filter((node) => node.column === column).map(boxOf);
    const width = widthOfColumn(name, own);
    // Groups keep the order that they are given in.
    const isGrouped = own.some(({ node }) => node.group !== null);
    const boxes = column === 0 || isGrouped ? own : ordered(own, edges, all);
    const result = placeColumn(boxes, groups, x, width);
    all.push(...result.placed);
    frames.push(...result.frames);
    heads.push(markup`<text class="head dim" x="${x}" y="${top - 22}">${name}</text>\n`);
    height = Math.max(height, result.bottom);
    x += width + gutter;
  });
  const byId = new Map(all.map((box) => [box.node.id, box]));
  const lines = edges.flatMap(({ from, to, label }) => {
    const [start, end] = [byId.get(from), byId.get(to)];
    return start === undefined || end === undefined ? [] : [edgeMarkup(start, end, label)];
  });
  const frameMarkup = frames.map(
    (frame) =>
      markup`<rect class="group" x="${frame.x}" y="${frame.y}" width="${frame.width}" height="${frame.height}" rx="6"/><text class="dim" x="${frame.x + groupPad}" y="${frame.y + 17}">${frame.title}</text>\n`,
  );
  return svgOf(
    title,
    Math.max(x - gutter + margin + groupPad, widthOf(title, 16) + 2 * margin),
    height + margin,
    [...heads, ...frameMarkup, ...lines, ...all.map(boxMarkup)],
  );
}
