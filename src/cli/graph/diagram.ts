/** What a box stands for; decides its colour and its shape. */
export type NodeKind = 'rack' | 'tenant' | 'cluster' | 'pool' | 'machines' | 'network' | 'subnet';

/** One box. */
export interface DiagramNode {
  /** Made of what it stands for, so that a change elsewhere moves no id. */
  readonly id: string;
  readonly kind: NodeKind;
  /** Position of its column from the left, as in `columns`. */
  readonly column: number;
  /** Id of the group that it stands in; null for none. */
  readonly group: string | null;
  readonly title: string;
  readonly lines: readonly string[];
}

export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  /** Empty for none. */
  readonly label: string;
  /** Not drawn: for layouts by programs, which then put the one to the right of the other. */
  readonly isHidden: boolean;
}

/** Boxes in columns, with lines between them: the same for all forms but the elevations of racks. */
export interface Diagram {
  readonly title: string;
  /** Titles of the columns. */
  readonly columns: readonly string[];
  readonly groups: readonly { readonly id: string; readonly title: string }[];
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
}

/** An id of what a box stands for, of letters, digits and `_` alone: different parts never give the same id. */
export function idOf(...parts: readonly string[]): string {
  return parts
    .map((part) =>
      part.replaceAll(/[^a-zA-Z0-9]/gu, (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`),
    )
    .join('__');
}

export function edge(from: string, to: string, label = ''): DiagramEdge {
  return { from, to, label, isHidden: false };
}
