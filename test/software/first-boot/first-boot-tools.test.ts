import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { userData } from '../../../src/software/first-boot/user-data.js';
import { exampleModel } from '../../support/model-fixture.js';

/** What reads our text on the server, where this machine has it. */
const has = (command: string) => spawnSync(command, ['--help']).error === undefined;
const model = exampleModel();
const slots = model.clusters.flatMap((cluster) => cluster.slots);
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rackform-boot-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

describe.skipIf(!has('cloud-init'))('in the schema of cloud-init', { timeout: 60_000 }, () => {
  test.each(slots.map((slot) => slot.name))('the user data of %s is valid', (name) => {
    const slot = slots.find((one) => one.name === name);
    const file = join(root, 'user-data');
    writeFileSync(file, slot === undefined ? '' : userData(slot, model));
    const { stdout, stderr, status } = spawnSync('cloud-init', ['schema', '--config-file', file], {
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}`).not.toMatch(/error|invalid|warning/i);
    expect(status).toBe(0);
  });
});

describe.skipIf(!has('netplan'))('netplan', { timeout: 60_000 }, () => {
  test.each(slots.filter((slot) => slot.rails.length > 0).map((slot) => slot.name))(
    'takes the rails of %s, as they are written and as they are named',
    (name) => {
      const slot = slots.find((one) => one.name === name);
      if (slot === undefined) throw new Error(`there is no ${name}`);
      const { write_files: files } = parse(userData(slot, model), { version: '1.1' }) as {
        write_files: { path: string; content: string }[];
      };
      const written = files.find(({ path }) => path.startsWith('/etc/netplan/'))?.content ?? '';
      const named = slot.rails.reduce(
        (text, { rail, nic }) => text.replace(`rackform-rail-${String(rail).padStart(2, '0')}:`, `${nic}:`),
        written,
      );
      for (const text of [written, named]) {
        generate(text);
        const units = readdirSync(join(root, 'run/systemd/network')).map((file) =>
          readFileSync(join(root, 'run/systemd/network', file), 'utf8'),
        );
        for (const { address, prefixLength, table } of slot.rails) {
          if (address === null) continue;
          const unit = units.find((one) => one.includes(`Address=${address}/${prefixLength}`));
          expect(unit).toContain(`Table=${table}`);
          expect(unit).toContain(`From=${address}`);
        }
      }
    },
  );
});

function generate(netplan: string): void {
  mkdirSync(join(root, 'etc/netplan'), { recursive: true });
  const file = join(root, 'etc/netplan/60-rackform-rails.yaml');
  writeFileSync(file, netplan);
  chmodSync(file, 0o600);
  execFileSync('netplan', ['generate', '--root-dir', root], { stdio: 'pipe' });
}
