import { spawnSync } from 'node:child_process';
import type { Tool } from '../../scripts/day2-tools/find.js';

/** Says on the terminal what is left out: the reporter only counts. */
export function tellMissing(what: string, ...tools: readonly (Tool | null)[]): boolean {
  if (!tools.includes(null)) return false;
  process.stderr.write(`skipped: no ${what} here; npx tsx scripts/day2-tools.ts brings it\n`);
  return true;
}

/** Runs a tool to its end; all that it prints. */
export function runTool(
  tool: Tool | null,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): { readonly code: number | null; readonly out: string; readonly all: string } {
  if (tool === null) throw new Error('the tool is not here');
  const { status, stdout, stderr, error } = spawnSync(tool.path, args, {
    encoding: 'utf8',
    cwd: options.cwd,
    env: { ...process.env, ...tool.env, ...options.env },
    maxBuffer: 1 << 26,
  });
  if (error !== undefined) throw error;
  return { code: status, out: stdout, all: `${stdout}${stderr}` };
}
