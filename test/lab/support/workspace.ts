import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lab, type LabOptions, startLab } from '../../../src/lab/lab.js';
import { type PlannedChange, type Run, terraform } from '../../protocol/support/terraform.js';

/** A folder with a configuration, and the terraform that works in it against a lab. */
export interface LabWorkspace {
  readonly folder: string;
  readonly lab: Lab;
  /** Replaces the configuration; the blocks that name the providers are added. */
  write(hcl: string): void;
  run(...args: readonly string[]): Promise<Run>;
  /** Runs that must succeed: otherwise its text is thrown. */
  ok(...args: readonly string[]): Promise<string>;
  apply(): Promise<string>;
  /** Runs an apply that must fail, and gives what it says without line breaks and frames. */
  refused(): Promise<string>;
  /** Changes of a new plan that are not no-ops, as `address: actions`. */
  plan(): Promise<Readonly<Record<string, string>>>;
  changes(): Promise<Readonly<Record<string, PlannedChange>>>;
  close(): Promise<void>;
}

export const header = `terraform {
  required_providers {
    maas = {
      source = "canonical/maas"
    }
    null = {
      source = "hashicorp/null"
    }
  }
}
`;

/** What terraform frames and breaks, in one line. */
export function unframed(text: string): string {
  return text.replace(/[│╷╵]/g, ' ').replace(/\s+/g, ' ').trim();
}

/** A lab in this process, and an initialised folder whose terraform uses it. */
export async function openLabWorkspace(hcl = '', options: LabOptions = {}): Promise<LabWorkspace> {
  const lab = await startLab(options);
  const folder = mkdtempSync(join(tmpdir(), 'lab-'));
  const env = { ...lab.env, TF_IN_AUTOMATION: '1' };
  const write = (text: string): void => writeFileSync(join(folder, 'main.tf'), header + text);
  const run = (...args: readonly string[]) => terraform(folder, args, env);
  const ok = async (...args: readonly string[]): Promise<string> => {
    const { code, text } = await run(...args);
    if (code !== 0) throw new Error(`terraform ${args.join(' ')} ended with ${code}\n${text}`);
    return text;
  };
  const changes = async () => {
    await ok('plan', '-no-color', '-input=false', '-out=plan');
    const { resource_changes: all = [] } = JSON.parse(await ok('show', '-json', 'plan')) as {
      resource_changes?: readonly { readonly address: string; readonly change: PlannedChange }[];
    };
    const changed = all.filter(({ change }) => change.actions[0] !== 'no-op' && change.actions[0] !== 'read');
    return Object.fromEntries(changed.map(({ address, change }) => [address, change]));
  };
  const apply = ['apply', '-auto-approve', '-no-color', '-input=false'] as const;
  write(hcl);
  await ok('init', '-no-color');
  return {
    folder,
    lab,
    write,
    run,
    ok,
    changes,
    apply: () => ok(...apply),
    refused: async () => {
      const { code, text } = await run(...apply);
      if (code === 0) throw new Error(`terraform apply was not refused\n${text}`);
      return unframed(text);
    },
    plan: async () =>
      Object.fromEntries(
        Object.entries(await changes()).map(([address, { actions }]) => [address, actions.join(' ')]),
      ),
    close: async () => {
      await lab.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
