import { spawnSync } from 'node:child_process';

/** Kills a process as `kill -9` does. */
export type Kill = (victim: 'lab' | 'terraform') => void;

const clients = new Set(['terraform', 'tofu']);

/** Processes by their parents, from `ps`, which every system has that Terraform and Node run on but Windows. */
function descendants(): readonly { readonly pid: number; readonly command: string }[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' });
  const rows = stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
  const found: { pid: number; command: string }[] = [];
  let parents = new Set([process.pid]);
  while (parents.size > 0) {
    const children = rows.filter(({ parent }) => parents.has(parent));
    found.push(...children);
    parents = new Set(children.map(({ pid }) => pid));
  }
  return found;
}

/** The lab itself, or every terraform and tofu that it or its command has started. */
export const killForReal: Kill = (victim) => {
  if (victim === 'lab') {
    process.kill(process.pid, 'SIGKILL');
    return;
  }
  for (const { pid, command } of descendants()) {
    if (clients.has(command.split('/').at(-1) ?? '')) process.kill(pid, 'SIGKILL');
  }
};
