import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Result } from '../../bench/report.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('rackform is within its gates of time and heap, and one stack takes no more of a large site than of a small one', () => {
  const tsx = createRequire(import.meta.url).resolve('tsx/cli');
  const args = [tsx, 'bench/main.ts', '--machines', '1000,4000', '--runs', '3', '--json'];
  const [small, large] = JSON.parse(
    execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }),
  ) as readonly Result[];
  if (small?.parts == null || large?.parts == null) throw new Error('the bench gave no figures of parts');
  const share = ({ peakMB, modelMB }: NonNullable<Result['parts']>) => peakMB - modelMB;
  // A few megabytes of compiled code come and go with a collection.
  expect(share(large.parts)).toBeLessThan(share(small.parts) + 5);
});
