import { cpSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { fromRoot } from '../support/project-root.js';
import { start } from './spawned.js';
import { folderWith, rackform } from './support.js';

const made = new Set(['cdktf.out', 'locks', 'node_modules', '.rackform', 'state']);

test('cdktf deploys every stack of the example, in its order, through lab run', async () => {
  const cwd = folderWith({});
  cpSync(fromRoot('examples/training'), cwd, {
    recursive: true,
    filter: (source) => !made.has(basename(source)),
  });
  symlinkSync(fromRoot('node_modules'), join(cwd, 'node_modules'));
  expect(await rackform(['lock'], { cwd })).toMatchObject({ code: 0 });
  const app = `${process.execPath} --import tsx ${fromRoot('src/cli/main.ts')} app`;
  const deploy = ['npx', 'cdktf', 'deploy', '*', '--skip-provider-lock', '--auto-approve', '--app', app];
  const { code, out, err } = await start(cwd, ['lab', 'run', '--', ...deploy], { CI: '1' }).ended;
  expect({ code, err }).toMatchObject({ code: 0 });
  expect(out.match(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed/g)).toHaveLength(3);
  const shown = JSON.parse((await rackform(['lab', 'show', '--json'], { cwd })).out) as {
    provisioners: { machines: { slot: string | null; tenant: string | null; status: string }[] }[];
  };
  const running = shown.provisioners.flatMap(({ machines }) => machines).filter(({ slot }) => slot !== null);
  expect(running).toHaveLength(10);
  for (const machine of running) expect(machine).toMatchObject({ tenant: 'research', status: 'Deployed' });
  expect((await rackform(['lab', 'report'], { cwd })).out).toContain('all on the metal: ');
});
