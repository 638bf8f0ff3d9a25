import { inert } from '../render/inert.js';
import type { Diagram, DiagramNode, NodeKind } from './diagram.js';

/** Mermaid makes a line end of `\n` and mathematics of `$$`, however they are written: one character gives way to its like. */
export function withoutMarks(text: string): string {
  return text.replaceAll(/\\(?=n)/g, '\u29f5').replaceAll(/\$(?=\$)/g, '\uff04');
}

/**
 * A quoted label. Mermaid reads Markdown, entities and its own syntax in it, so all but the plainest characters are
 * entities of its kind, which it turns back when all else is read.
 */
function label(lines: readonly string[]): string {
  const text = lines.map((line) =>
    withoutMarks(inert(line))
      .replaceAll(/[^\p{L}\p{N} ,.:/()[\]_-]/gu, (character) => `#${character.codePointAt(0)};`)
      // Else a list of Markdown begins.
      .replace(/^(?:-|\d(?=\d*[.)] ))/, (character) => `#${character.charCodeAt(0)};`),
  );
  return `"${text.join('<br/>')}"`;
}

const shapes: Readonly<Record<NodeKind, readonly [string, string]>> = {
  rack: ['[', ']'],
  tenant: ['([', '])'],
  cluster: ['[[', ']]'],
  pool: ['[', ']'],
  machines: ['[', ']'],
  network: ['(', ')'],
  subnet: ['[', ']'],
};

function nodeLine({ id, kind, title, lines }: DiagramNode): string {
  const [open, close] = shapes[kind];
  return `${id}${open}${label([title, ...lines])}${close}\n`;
}

/** The diagram for Mermaid, which GitHub and GitLab draw in Markdown. */
export function mermaidOf({ title, groups, nodes, edges }: Diagram): string {
  const inGroup = (id: string | null) => nodes.filter(({ group }) => group === id);
  const subgraphs = groups
    .filter(({ id }) => inGroup(id).length > 0)
    .map(
      (group) =>
        `  subgraph ${group.id}[${label([group.title])}]\n    direction LR\n${inGroup(group.id)
          .map((node) => `    ${nodeLine(node)}`)
          .join('')}  end\n`,
    );
  const lines = edges.map(({ from, to, isHidden }) => `  ${from} ${isHidden ? '~~~' : '---'} ${to}\n`);
  return `flowchart LR
  accTitle: ${inert(title)
    .replaceAll(/[^\p{L}\p{N} ,.:()_-]/gu, ' ')
    .trim()}
${subgraphs.join('')}${inGroup(null)
  .map((node) => `  ${nodeLine(node)}`)
  .join('')}${lines.join('')}`;
}
