import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

interface Synthesized {
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/**
 * Stands in for `terraform -chdir=STACK show -json`: there is no MAAS here to apply to, so this is the state that an
 * apply of what was synthesized would leave. The one command of the guides that is not run for real.
 *
 * @throws {Error} for any other command of Terraform
 */
export function shownState(cwd: string, args: readonly string[]): string {
  const [folder = '', ...rest] = args;
  if (!folder.startsWith('-chdir=') || rest.join(' ') !== 'show -json') {
    throw new Error(`terraform ${args.join(' ')} cannot run here: mark the block as not run, and say why`);
  }
  const path = join(resolve(cwd, folder.slice('-chdir='.length)), 'cdk.tf.json');
  const { output = {}, resource = {} } = JSON.parse(readFileSync(path, 'utf8')) as Synthesized;
  const resources = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, values]) => ({
      mode: 'managed',
      type,
      name,
      // A nested block is a list in a state.
      values: 'release_params' in values ? { ...values, release_params: [values['release_params']] } : values,
    })),
  );
  return JSON.stringify({ format_version: '1.0', values: { outputs: output, root_module: { resources } } });
}
