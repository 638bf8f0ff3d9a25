import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/**
 * Turns src and bench into JavaScript that plain node runs, so that no loader stands between and is measured too.
 * File by file and without a look at types, which `npm run check` has.
 *
 * @param out inside the project, so that packages are found from there
 */
export function buildBench(root: string, out: string): void {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'package.json'), '{ "type": "module" }\n');
  for (const folder of ['src', 'bench']) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const from = join(entry.parentPath, entry.name);
      const to = join(out, from.slice(root.length));
      mkdirSync(dirname(to), { recursive: true });
      if (entry.name.endsWith('.json')) cpSync(from, to);
      if (entry.name.endsWith('.ts')) writeFileSync(to.replace(/\.ts$/, '.js'), transpile(from));
    }
  }
}

function transpile(file: string): string {
  return ts.transpileModule(readFileSync(file, 'utf8'), {
    fileName: file,
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    },
  }).outputText;
}
