import type { Diagnostic } from './provider.js';
import type { Path, Type } from './types.js';

/** A path in the protocol's form. Steps that the type does not have, and elements of sets, end it. */
export function pathToMessage(path: Path, root: Type) {
  const steps: { attributeName?: string; elementKeyString?: string; elementKeyInt?: number }[] = [];
  let type: Type | undefined = root;
  for (const step of path) {
    if (type === undefined || typeof type === 'string' || type[0] === 'set') break;
    if (type[0] === 'object') {
      const next: Type | undefined = typeof step === 'string' ? type[1][step] : undefined;
      if (next === undefined) break;
      steps.push({ attributeName: String(step) });
      type = next;
    } else if (type[0] === 'map') {
      steps.push({ elementKeyString: String(step) });
      type = type[1];
    } else {
      if (typeof step !== 'number') break;
      steps.push({ elementKeyInt: step });
      type = type[0] === 'tuple' ? type[1][step] : type[1];
    }
  }
  return { steps };
}

/** Diagnostics in the protocol's form; paths are read by the type of the resource's value. */
export function diagnosticsToMessage(diagnostics: readonly Diagnostic[], type: Type) {
  return diagnostics.map(({ severity, summary, detail, path }) => ({
    severity: severity === 'warning' ? 2 : 1,
    summary,
    detail,
    attribute: path === undefined || path.length === 0 ? undefined : pathToMessage(path, type),
  }));
}

/** True where any of them is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[] | undefined): boolean {
  return diagnostics?.some(({ severity }) => severity !== 'warning') ?? false;
}
