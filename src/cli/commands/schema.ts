import { resolve } from 'node:path';
import {
  jsonSchema,
  type SchemaKind,
  schemaFile,
  schemaKinds,
  schemaSubject,
} from '../../definition/json-schema.js';
import { nearest } from '../../definition/nearest.js';
import { reviewSchema } from '../../review/report.js';
import type { CommonArgs } from '../args.js';
import { CliError } from '../cli-error.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { writeAll } from '../files.js';
import type { Io } from '../io.js';
import { requireProject } from '../project-dir.js';
import { inert } from '../render/inert.js';
import { relativeFile } from '../render/located.js';
import { styleFor } from '../render/style.js';
import { table } from '../render/table.js';

/** Arguments of `schema`. */
export interface SchemaArgs extends CommonArgs {
  readonly out?: string | undefined;
  readonly print?: string | undefined;
}

function schemaText(kind: SchemaKind): string {
  return `${JSON.stringify(jsonSchema(kind), null, 2)}\n`;
}

/** The schemas by path relative to the project, where generated files look for them. */
export function schemaFiles(): Readonly<Record<string, string>> {
  return Object.fromEntries(schemaKinds.map((kind) => [schemaFile(kind), schemaText(kind)]));
}

function kindOf(name: string): SchemaKind {
  const kind = schemaKinds.find((known) => known === name);
  if (kind !== undefined) return kind;
  const near = nearest(name, schemaKinds);
  throw new CliError(
    `--print ${JSON.stringify(name)}: there is no such schema; there are ${schemaKinds.join(', ')}, review`,
    near === undefined ? undefined : `did you mean ${JSON.stringify(near)}?`,
  );
}

/** Writes the JSON Schemas, or prints one. */
export async function schema(io: Io, args: SchemaArgs): Promise<ExitCode> {
  if (args.print !== undefined) {
    // Of the report nobody writes a file by hand: it is printed only.
    const isReport = args.print === 'review';
    io.stdout.write(
      isReport ? `${JSON.stringify(reviewSchema(), null, 2)}\n` : schemaText(kindOf(args.print)),
    );
    return exitCodes.clean;
  }
  const inProject = args.out === undefined;
  const dir = inProject ? requireProject(io, args.project) : resolve(io.cwd, args.out);
  const files = inProject
    ? schemaFiles()
    : Object.fromEntries(schemaKinds.map((kind) => [`${kind}.json`, schemaText(kind)]));
  writeAll(dir, files, { force: true });
  const style = styleFor(io, 'stdout', args.color);
  const shown = relativeFile(dir, io.cwd) || '.';
  const rows = Object.keys(files).map((file, index) => {
    const kind = schemaKinds[index];
    return [
      `${style.good('wrote')} ${inert(`${shown}/${file}`)}`,
      kind === undefined ? '' : `for ${schemaSubject(kind)}`,
    ];
  });
  io.stdout.write(table(rows));
  return exitCodes.clean;
}
