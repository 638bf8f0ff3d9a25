import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { findDebianTool } from '../../../scripts/day2-tools/find.js';
import { runTool, tellMissing } from '../../support/tools.js';
import { inferenceModel } from '../inference.js';
import { softwareBySlot, trainingModel } from './training.js';

const model = trainingModel({
  software: { scheduler: 'slurm', mounts: { '/data/home-1': { from: 'nfs-1.example.net:/home' } } },
});
const cut = inferenceModel({ software: { scheduler: 'slurm' } });
const units = new Map(
  [...softwareBySlot(model).values(), ...softwareBySlot(cut).values()]
    .flatMap(({ software }) => software.files)
    .filter(({ path }) => /^\/etc\/systemd\/system\/[^/]+$/.test(path))
    .map(({ path, content }) => [basename(path), content]),
);
let folder = '';

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const analyze = findDebianTool('systemd-analyze');

describe.skipIf(tellMissing('systemd-analyze', analyze))('systemd', () => {
  test('takes every unit', { timeout: 60_000 }, () => {
    folder = mkdtempSync(join(tmpdir(), 'rackform-units-'));
    const files = [...units].map(([name, content]) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    });
    expect([...units.keys()].sort()).toEqual([
      'data-home\\x2d1.mount',
      'rackform-check.service',
      'rackform-cpu-idle.service',
      'rackform-mig.service',
      'rackform-rails.service',
    ]);
    const { all } = runTool(analyze, ['verify', '--man=no', '--recursive-errors=no', ...files]);
    // What they start lies on the servers only.
    const complaints = all
      .split('\n')
      .filter((line) => line !== '' && !/is not executable: No such file/.test(line));
    expect(complaints).toEqual([]);
    // Seen in the same run, so that silence means something.
    writeFileSync(join(folder, 'wrong.service'), '[Service]\nType=no-such-type\nExecStart=/bin/true\n');
    expect(runTool(analyze, ['verify', '--man=no', join(folder, 'wrong.service')]).all).toContain(
      'no-such-type',
    );
  });
});
