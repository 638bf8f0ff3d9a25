import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { LabResult } from '../../bench/lab/report.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('a plan of 2,000 served machines is within its gate, and the server is the smaller part of it', () => {
  const tsx = createRequire(import.meta.url).resolve('tsx/cli');
  const args = [tsx, 'bench/main.ts', 'lab', '--applied', '200', '--runs', '3', '--json'];
  // Ends in 1 where it is over the gate.
  const { phases, bytesPerMachine } = JSON.parse(
    execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }),
  ) as LabResult;
  expect(phases.plan.labShare).toBeGreaterThan(0);
  expect(phases.plan.labShare).toBeLessThan(0.5);
  // Noise of the heap is a few hundred kilobytes; a lab that kept every message would be far beyond.
  expect(bytesPerMachine).toBeLessThan(20_000);
});
