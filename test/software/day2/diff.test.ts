import { describe, expect, test } from 'vitest';
import type { ClusterInput } from '../../../src/definition/cluster.js';
import type { SiteModel } from '../../../src/model/types.js';
import { diffSoftware } from '../../../src/software/day2/diff.js';
import { contentDigest } from '../../../src/software/first-boot/user-data.js';
import { synth } from '../../support/synth.js';
import { trainingModel } from './training.js';

const base = trainingModel();
const changed = (software: ClusterInput['software']) =>
  trainingModel({ software: { scheduler: 'slurm', ...software } });

describe('what machines need', () => {
  test('is nothing where nothing changed', () => {
    expect(diffSoftware(base, trainingModel())).toEqual([]);
  });

  test('is all where there was no base, or no such machine', () => {
    expect(diffSoftware(undefined, base).flatMap(({ needs }) => needs)).toEqual(Array(10).fill('first'));
    const bigger = diffSoftware(trainingModel({ options: { gpuNodes: 5 } }), base);
    expect(bigger.filter(({ needs }) => needs.includes('first')).map(({ slot }) => slot)).toEqual([
      'train-a-gpu-006',
    ]);
    // The others learn of it.
    expect(bigger.find(({ slot }) => slot === 'train-a-gpu-001')).toMatchObject({
      needs: ['push'],
      files: ['/etc/slurm/slurm.conf', '/etc/slurm/gres.conf', '/etc/slurm/topology.conf'],
      restarts: ['slurmd.service'],
    });
  });

  test('of another driver is a restart of machines that have it, and nothing for the others', () => {
    const diff = diffSoftware(base, changed({ amd: { rocm: '6.4.1' } }));
    expect(diff.map(({ slot, needs }) => `${slot} ${needs.join(' ')}`)).toEqual(
      [1, 2, 3, 4, 5, 6].map((number) => `train-a-gpu-00${number} push drivers`),
    );
    expect(diff[0]).toMatchObject({
      driverPackages: expect.arrayContaining(['amdgpu-dkms=*.60401-*', 'rccl=*.60401-*']),
      files: [
        '/etc/apt/sources.list.d/rackform-amdgpu.sources',
        '/etc/apt/sources.list.d/rackform-rocm.sources',
        '/etc/apt/preferences.d/rackform-gpu',
      ],
    });
  });

  test('of a file that is written no more is told, since it stays', () => {
    const mounts = { '/home': { from: 'nfs-1.example.net:/home' } };
    const diff = diffSoftware(changed({ mounts }), changed({}));
    expect(diff.find(({ slot }) => slot === 'train-a-login-001')).toMatchObject({
      needs: ['push'],
      leftFiles: ['/etc/systemd/system/home.mount'],
    });
  });
});

/** All that Terraform is told of a model. */
const terraform = (model: SiteModel) => JSON.stringify(synth(model).stacks);
const digests = (model: SiteModel) =>
  model.clusters.flatMap(({ slots }) => slots.map((slot) => contentDigest(slot, model)));

describe('nothing of it is in a deployment:', { timeout: 60_000 }, () => {
  const before = { terraform: terraform(base), digests: digests(base) };

  test.each<[string, SiteModel]>([
    ['another driver', changed({ amd: { rocm: '6.4.1', parameters: { noretry: 1 } } })],
    ['another scheduler', changed({ scheduler: 'none' })],
    ['other mounts', changed({ mounts: { '/home': { from: 'nfs-1.example.net:/home' } } })],
    ['another store of secrets', changed({ secretStore: { type: 'hashicorp-vault', path: 'elsewhere' } })],
    ['mirrors', trainingModel({ site: { software: { offline: true } } })],
  ])('%s changes no byte of Terraform, and no digest of what runs', (what, model) => {
    // Where a secret is kept is known to Ansible alone.
    expect(diffSoftware(base, model).length > 0).toBe(what !== 'another store of secrets');
    expect(terraform(model)).toBe(before.terraform);
    expect(digests(model)).toEqual(before.digests);
  });
});
