import { guardrails } from '../../guardrails/all.js';
import type { CommonArgs } from '../args.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { inert, inertJson } from '../render/inert.js';
import { styleFor } from '../render/style.js';
import { table } from '../render/table.js';

/** Arguments of `rules`. */
export interface RulesArgs extends CommonArgs {
  readonly json?: boolean | undefined;
}

/** Lists every guardrail. */
export async function rules(io: Io, args: RulesArgs): Promise<ExitCode> {
  const sorted = [...guardrails].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (args.json === true) {
    const list = sorted.map(({ id, severity, tier, mayAcknowledge, title, rationale, source }) => ({
      id,
      severity,
      tier,
      mayAcknowledge,
      title,
      rationale,
      source,
    }));
    io.stdout.write(inertJson({ formatVersion: 1, rules: list }));
    return exitCodes.clean;
  }
  const style = styleFor(io, 'stdout', args.color);
  const paint = (cell: string, column: number) =>
    column === 0
      ? style.name(cell)
      : column !== 1
        ? cell
        : cell === 'error'
          ? style.error(cell)
          : style.warning(cell);
  const rows = sorted.map((rule) => [
    rule.id,
    rule.severity,
    rule.mayAcknowledge ? 'may be acknowledged' : '',
    inert(rule.title),
  ]);
  io.stdout.write(
    `${table(rows, paint)}\n${sorted.length} rules; rackform explain RULE says why and where from\n`,
  );
  return exitCodes.clean;
}
