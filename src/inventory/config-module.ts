import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Definition } from '../definition/definition.js';
import { isMap, unreadable } from '../definition/raw.js';
import type { Issue } from '../errors.js';
import type { LoadedProject } from './load.js';

/** Files that hold a project as a module, in place of `rackform.yaml`: the default export is a `defineProject`. */
export const configModules = [
  'rackform.config.ts',
  'rackform.config.mts',
  'rackform.config.js',
  'rackform.config.mjs',
] as const;

/** First line of what was thrown; of a transform that failed the second, which says where and why. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [first = '', second = ''] = error.message.split('\n');
  return first.endsWith(':') && second !== '' ? `${first} ${second}` : first;
}

/** The module that a folder has; undefined where it has none. */
export function configModuleOf(dir: string): string | undefined {
  return configModules.find((name) => existsSync(join(dir, name)));
}

/**
 * Runs the project’s own module and takes its definition. The code is the user’s: what it throws is reported as its
 * own message, once.
 */
export async function loadConfigModule(dir: string, name: string): Promise<Omit<LoadedProject, 'locks'>> {
  const problem = (code: string, message: string, hint: string): Omit<LoadedProject, 'locks'> => ({
    definition: { project: unreadable, sites: {}, clusters: {}, hardware: {} } as unknown as Definition,
    issues: [issueOf(name, code, message, hint)],
    files: [name],
  });
  let module: unknown;
  try {
    module = await importModule(dir, name);
  } catch (error) {
    if (error instanceof NoLoader)
      return problem(
        'CONFIG_NO_LOADER',
        error.message,
        'install tsx in the project: npm install --save-dev tsx',
      );
    const reason = reasonOf(error);
    return problem(
      'CONFIG_FAILED',
      `${name} cannot be run: ${reason}`,
      'run it by itself to see more, for example with npx tsx',
    );
  }
  const definition = definitionOf(module);
  if (definition === null) {
    return problem(
      'CONFIG_NO_DEFINITION',
      `${name} has no default export made by defineProject`,
      'end it with: export default defineProject({ ... })',
    );
  }
  return { definition, issues: [], files: [name] };
}

/** A default export may be wrapped once more where a CommonJS loader stands between. */
function definitionOf(module: unknown): Definition | null {
  let value = isMap(module) ? module['default'] : undefined;
  if (isMap(value) && !('project' in value) && 'default' in value) value = value['default'];
  const isDefinition =
    isMap(value) &&
    ['project', 'sites', 'clusters', 'hardware'].every((key) =>
      isMap((value as Record<string, unknown>)[key]),
    );
  return isDefinition ? (value as unknown as Definition) : null;
}

class NoLoader extends Error {}

async function importModule(dir: string, name: string): Promise<unknown> {
  const url = pathToFileURL(join(dir, name)).href;
  const isPlain = /\.m?js$/.test(name) || 'typescript' in process.features;
  if (isPlain) return import(url);
  const require = createRequire(join(dir, 'package.json'));
  let loader: string;
  try {
    // Its CommonJS form, which is what `require` finds, looks for the hooks in a folder that is not there (tsx 4.23).
    loader = require.resolve('tsx/esm/api').replace(/\.cjs$/, '.mjs');
  } catch (error) {
    throw new NoLoader(`${name} is TypeScript, which this Node cannot run by itself`, { cause: error });
  }
  const loaderUrl = pathToFileURL(loader).href;
  const { tsImport } = (await import(loaderUrl)) as {
    readonly tsImport: (file: string, parent: string) => Promise<unknown>;
  };
  return tsImport(url, import.meta.url);
}

function issueOf(name: string, code: string, message: string, hint: string): Issue {
  return {
    code,
    severity: 'error',
    message,
    at: { document: 'project', path: [] },
    position: { file: name, line: 1, column: 1 },
    hint,
  };
}
