/** How sure a figure is: V read in the primary source, S secondary, D derived from such, M general knowledge, ? uncertain. */
export type Mark = 'V' | 'S' | 'D' | 'M' | '?';

/** A number with where it comes from. */
export interface Figure {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  readonly mark: Mark;
}
