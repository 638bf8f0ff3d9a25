import { inert } from '../render/inert.js';
import type { Diagram, DiagramEdge, DiagramNode, NodeKind } from './diagram.js';

const colours: Readonly<Record<NodeKind, string>> = {
  rack: '#eceef2',
  tenant: '#e8dffb',
  cluster: '#d9e7fb',
  pool: '#d3efdd',
  machines: '#ffe5c4',
  network: '#d0eef2',
  subnet: '#ffffff',
};

/** Graphviz knows how wide the first is; what draws in the end takes what it has. */
const font = 'Helvetica,Arial,sans-serif';

/** A quoted string. Graphviz reads escapes with a backslash in it, and entities of HTML. */
function quoted(lines: readonly string[]): string {
  // Inert text has escapes of its own, and those are to be seen as they are.
  const text = lines.map((line) =>
    inert(line).replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"'),
  );
  return `"${text.join('\\n')}"`;
}

function nodeLine({ id, kind, title, lines }: DiagramNode): string {
  return `${id} [label=${quoted([title, ...lines])}, fillcolor="${colours[kind]}"];\n`;
}

function edgeLine({ from, to, label, isHidden }: DiagramEdge): string {
  const attributes = isHidden ? ' [style=invis]' : label === '' ? '' : ` [tooltip=${quoted([label])}]`;
  return `  ${from} -> ${to}${attributes};\n`;
}

/** The diagram for Graphviz. */
export function dotOf({ title, groups, nodes, edges }: Diagram): string {
  const inGroup = (id: string | null) => nodes.filter(({ group }) => group === id);
  const clusters = groups
    .filter(({ id }) => inGroup(id).length > 0)
    .map((group) => {
      const inner = inGroup(group.id).map((node) => `    ${nodeLine(node)}`);
      // Where no line leads, Graphviz puts the first box of a cluster at its bottom.
      if (edges.every(({ isHidden }) => isHidden)) inner.reverse();
      return `  subgraph cluster_${group.id} {\n    label=${quoted([group.title])};\n${inner.join('')}  }\n`;
    });
  const lines = edges.map(edgeLine);
  return `digraph rackform {
  graph [rankdir=LR, label=${quoted([title])}, labelloc=t, fontname="${font}", ranksep=1, color="#767e8c"];
  node [shape=box, style="rounded,filled", color="#767e8c", fontname="${font}", fontsize=11, margin="0.25,0.08"];
  edge [color="#767e8c", arrowhead=none];
${clusters.join('')}${inGroup(null)
  .map((node) => `  ${nodeLine(node)}`)
  .join('')}${lines.join('')}}
`;
}
