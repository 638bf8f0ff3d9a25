import { nearest } from '../definition/nearest.js';
import type { DocumentPath, Issue } from '../errors.js';
import { templateHint } from '../facts/hardware/templates.js';

/** An error about a name that nothing has; names the allowed ones and the nearest. */
export function unknownName(
  code: string,
  kind: string,
  name: string,
  known: readonly string[],
  at: DocumentPath,
  follows: readonly string[] = [],
): Issue {
  const near = nearest(name, known);
  const listed = known.length <= 12 ? `; there are ${known.join(', ')}` : '';
  return {
    code,
    severity: 'error',
    message:
      known.length === 0
        ? `unknown ${kind} ${JSON.stringify(name)}; none is defined`
        : `unknown ${kind} ${JSON.stringify(name)}${listed}`,
    at,
    ...(near === undefined ? {} : { hint: `did you mean ${JSON.stringify(near)}?` }),
    ...(follows.length === 0 ? {} : { follows }),
  };
}

/** Collects uses of unknown names, so that one wrong name is one problem with what follows. */
export class UnknownNames {
  readonly #uses = new Map<
    string,
    {
      code: string;
      kind: string;
      name: string;
      known: readonly string[];
      at: DocumentPath;
      subjects: string[];
    }
  >();

  /** @param subject what uses the name, e.g. `machine gpu-01` */
  add(
    code: string,
    kind: string,
    name: string,
    known: readonly string[],
    at: DocumentPath,
    subject: string,
  ): void {
    const key = `${code}\u0000${name}`;
    const use = this.#uses.get(key);
    if (use === undefined) this.#uses.set(key, { code, kind, name, known, at, subjects: [subject] });
    else use.subjects.push(subject);
  }

  issues(): readonly Issue[] {
    return [...this.#uses.values()].map((use) => {
      const follows = use.subjects.slice(1).map((subject) => `${subject} names it too`);
      const issue = unknownName(use.code, use.kind, use.name, use.known, use.at, follows);
      // A template is a name that the kit knows, without the figures to use it.
      const template = use.code === 'REF_UNKNOWN_PROFILE' ? templateHint(use.name) : undefined;
      return template === undefined ? issue : { ...issue, hint: template };
    });
  }
}
