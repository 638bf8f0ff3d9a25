import { isAbsolute, join } from 'node:path';
import type { DocumentPath } from '../../errors.js';
import { type Explanation, explainField } from '../../model/explain.js';
import type { OpenProject } from '../project.js';
import { printPath, relativeFile } from '../render/located.js';
import { type Fact, shortValue } from './answer.js';

/** What is needed to say where something stands. */
export interface Places {
  readonly project: OpenProject;
  readonly cwd: string;
}

/** `sites/dc1/site.yaml:12:3`, or the document and path where there is no file. */
export function placeText({ project, cwd }: Places, at: DocumentPath): string {
  const position = project.locate?.(at);
  if (position === undefined)
    return [at.document, printPath(at.path)].filter((part) => part !== '').join(' ');
  const file = isAbsolute(position.file) ? position.file : join(project.dir, position.file);
  return `${relativeFile(file, cwd)}:${position.line}:${position.column}`;
}

/** The default that a description states, in its words. */
function defaultIn(description: string | null): string | undefined {
  return /Default: (.+?)\.?$/.exec(description ?? '')?.[1];
}

/** Value, origin and losers of an explained field, as one fact. */
export function factOf(places: Places, label: string, explanation: Explanation): Fact {
  const [winner, ...losers] = explanation.candidates;
  if (winner === undefined) {
    const value = defaultIn(explanation.description);
    return { label, value: value ?? 'not set', from: value === undefined ? undefined : 'default' };
  }
  return {
    label,
    value: shortValue(explanation.value),
    from: `${winner.layer}, ${placeText(places, winner.at)}`,
    lost: losers.map(
      (loser) => `${shortValue(loser.value)} (${loser.layer}, ${placeText(places, loser.at)})`,
    ),
  };
}

/** Facts on fields of a site, those that there is anything to say of. */
export function fieldFacts(
  places: Places,
  site: string,
  fields: readonly (readonly [label: string, field: string])[],
): readonly Fact[] {
  return fields.flatMap(([label, field]) => {
    const explanation = explainField(places.project.parsed, site, field);
    return explanation === null || explanation.candidates.length === 0
      ? []
      : [factOf(places, label, explanation)];
  });
}
