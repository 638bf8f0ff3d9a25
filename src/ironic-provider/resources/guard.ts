import type { Diagnostic } from '../../protocol/provider.js';
import { ApiFailure } from '../api/failure.js';
import { WalkFailure } from '../states/walk.js';

/** What went wrong, for people; what is a fault of our own is thrown on. */
export function diagnosticOf(error: unknown, doing: string): Diagnostic {
  if (error instanceof WalkFailure) return { summary: `${doing}: ${error.message}`, detail: error.advice };
  if (error instanceof ApiFailure) return { summary: `${doing}: ${error.message}` };
  if (error instanceof Error && error.name === 'AbortError') {
    return {
      summary: `${doing}: interrupted`,
      detail: 'Ironic goes on with what it was asked for. The next apply goes on from there.',
    };
  }
  throw error;
}

/** Runs work whose failure is the user's to know of. */
export async function guarded<T>(
  doing: string,
  work: () => Promise<T>,
  failed: (diagnostic: Diagnostic, error: unknown) => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    return failed(diagnosticOf(error, doing), error);
  }
}

/** A node that is named, and that Ironic does not have. */
export function absentNode(ident: string): Diagnostic {
  return {
    summary: `Ironic has no node ${JSON.stringify(ident)}`,
    detail: 'One that the same configuration makes is named by reference, e.g. ironic_node.NAME.id.',
    path: ['node'],
  };
}
