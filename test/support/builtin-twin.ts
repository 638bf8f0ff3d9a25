import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blockOf, type Json, type StackJson } from './synth.js';

// Nothing that npm installs.
const binary = 'terraform';

/** Whether there is a Terraform to run. */
export function hasTerraform(): boolean {
  try {
    execFileSync(binary, ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    // Not installed: the tests that need it are skipped, and say so.
    return false;
  }
}

/**
 * A stack in which every resource of a provider stands as a `terraform_data`, which Terraform carries in itself: the
 * same addresses (`TYPE.NAME` as `TYPE__NAME`), references, order and life cycle, and no provider to install.
 *
 * @param looked what the data sources would have found, in place of their attributes: `machines`, VLAN ids
 */
export function builtinTwin(
  stack: StackJson,
  looked: { readonly machines: Readonly<Record<string, string>> } = { machines: {} },
): Json {
  const resources: Record<string, Json> = {};
  for (const [type, named] of Object.entries(stack.resource ?? {})) {
    for (const name of Object.keys(named)) {
      const address = `${type}.${name}`;
      resources[twinName(address)] = twinOf(type, blockOf(stack, address));
    }
  }
  const vlans = Object.keys(stack.data?.['maas_vlan'] ?? {}).map((name, index) => [name, 5000 + index]);
  const machines = Object.entries(looked.machines).map(([hostname, system_id]) => ({ hostname, system_id }));
  return {
    locals: {
      ...(translate(stack['locals'] ?? {}) as Json),
      found_machines: machines,
      found_vlans: Object.fromEntries(vlans),
    },
    resource: { terraform_data: resources },
  };
}

/** Name of the twin of a resource. */
export function twinName(address: string): string {
  return address.startsWith('terraform_data.')
    ? address.slice('terraform_data.'.length)
    : address.replace('.', '__');
}

function twinOf(type: string, block: Json): Json {
  if (type === 'terraform_data') return block;
  const { depends_on, lifecycle, ...attributes } = block;
  const { ignore_changes, replace_triggered_by } = (lifecycle ?? {}) as Record<string, unknown>;
  const paths = (ignore_changes as 'all' | readonly string[] | undefined) ?? [];
  return {
    input: translate(attributes),
    ...(depends_on === undefined ? {} : { depends_on: (depends_on as string[]).map(twinAddress) }),
    lifecycle: {
      ignore_changes: paths === 'all' ? 'all' : paths.map((path) => `input.${path}`),
      replace_triggered_by: ((replace_triggered_by ?? []) as string[]).map(twinAddress),
    },
  };
}

function twinAddress(address: string): string {
  return `terraform_data.${twinName(address)}`;
}

/** References in texts, to the twins. */
function translate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(translate);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, translate(child)]));
  }
  if (typeof value !== 'string') return value;
  return value
    .replaceAll('data.maas_machines.all.machines', 'local.found_machines')
    .replaceAll(/data\.maas_vlan\.([\w-]+)\.id/g, 'local.found_vlans["$1"]')
    .replaceAll(
      /(?<![\w.])((?:maas|ironic)_\w+)\.([\w-]+)\.(\w+)/g,
      (_, type, name, attribute) =>
        `terraform_data.${type}__${name}.${attribute === 'id' ? 'id' : `input.${attribute}`}`,
    );
}

/** What a plan wants with each resource that it touches, by name of the twin. */
export type Actions = Readonly<Record<string, readonly string[]>>;

/** A folder in which real Terraform plans and applies. */
export class Workspace {
  readonly #dir = mkdtempSync(join(tmpdir(), 'rackform-terraform-'));
  #isReady = false;

  /** What `terraform plan` would do with a configuration. */
  plan(config: Json): Actions {
    this.#write(config);
    this.#run('plan', '-input=false', '-out=plan');
    const { resource_changes } = JSON.parse(this.#run('show', '-json', 'plan')) as {
      resource_changes?: readonly { name: string; change: { actions: readonly string[] } }[];
    };
    const touched = (resource_changes ?? []).filter(({ change }) => change.actions.join() !== 'no-op');
    return Object.fromEntries(touched.map(({ name, change }) => [name, change.actions]));
  }

  /** Applies a configuration; returns what was done, in order: `destroy NAME` and `create NAME`. */
  apply(config: Json): readonly string[] {
    this.#write(config);
    const lines = this.#run('apply', '-auto-approve', '-input=false', '-json', '-parallelism=1')
      .trim()
      .split('\n');
    return lines.flatMap((line) => {
      const event = JSON.parse(line) as {
        type: string;
        hook?: { action: string; resource: { resource_name: string } };
      };
      if (event.type !== 'apply_start' || event.hook === undefined) return [];
      const verb = event.hook.action === 'delete' ? 'destroy' : event.hook.action;
      return [`${verb} ${event.hook.resource.resource_name}`];
    });
  }

  /** Input of a resource in the state. */
  inputOf(name: string): Json {
    const { values } = JSON.parse(this.#run('show', '-json')) as {
      values: { root_module: { resources: readonly { name: string; values: { input: Json } }[] } };
    };
    const found = values.root_module.resources.find((resource) => resource.name === name);
    if (found === undefined) throw new Error(`the state has no ${name}`);
    return found.values.input;
  }

  remove(): void {
    rmSync(this.#dir, { recursive: true });
  }

  #write(config: Json): void {
    mkdirSync(this.#dir, { recursive: true });
    writeFileSync(join(this.#dir, 'main.tf.json'), JSON.stringify(config));
    if (!this.#isReady) this.#run('init', '-input=false');
    this.#isReady = true;
  }

  #run(...args: readonly string[]): string {
    return execFileSync(binary, [...args, ...(args[0] === 'show' ? [] : ['-no-color'])], {
      cwd: this.#dir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}
