import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ansibleProject } from '../../../src/software/day2/ansible/project.js';
import { softwareBySlot, trainingModel } from './training.js';

const model = trainingModel({
  software: { scheduler: 'slurm', mounts: { '/home': { from: 'nfs-1.example.net:/home' } } },
});
const project = ansibleProject(model);
const software = softwareBySlot(model);
const slots = [...software.keys()];

interface HostVars {
  readonly rackform_files: readonly { readonly path: string; readonly src: string; readonly mode: string }[];
}
const hostVars = (slot: string) => parse(project[`host_vars/${slot}/rackform.yaml`] ?? '') as HostVars;

test('the inventory has every slot by its address, and groups by what they run', () => {
  const { all } = parse(project['inventory.yaml'] ?? '');
  const groups = all.children.rackform.children;
  expect(Object.keys(groups.cluster_train_a.hosts)).toEqual(slots);
  expect(groups.cluster_train_a.hosts['train-a-gpu-001']).toEqual({ ansible_host: '203.0.113.10' });
  expect(Object.keys(groups.slurm_node_of_train_a.hosts)).toHaveLength(6);
  expect(Object.keys(groups.slurm_controller_of_train_a.hosts)).toEqual(['train-a-control-001']);
});

test('every file of a machine is there, once for all machines that share it', () => {
  for (const slot of slots) {
    for (const { path, src } of hostVars(slot).rackform_files) {
      expect(project[`files/${src}`]).toBe(
        softwareBySlot(model)
          .get(slot)
          ?.software.files.find((file) => file.path === path)?.content,
      );
    }
  }
  expect(Object.keys(project).filter((file) => file.endsWith('/slurm.conf'))).toHaveLength(1);
});

test.each([
  ['ansible-vault', '{{ vault_train_a_munge_key }}'],
  [
    'hashicorp-vault',
    "{{ lookup('community.hashi_vault.vault_kv2_get', 'rackform/train-a', engine_mount_point='secret').secret.munge_key }}",
  ],
  [
    'sops',
    "{{ (lookup('community.sops.sops', 'secrets/train-a.sops.yaml') | ansible.builtin.from_yaml).munge_key }}",
  ],
] as const)('secrets in %s are looked up, and none is written', (type, reference) => {
  const changed = ansibleProject(trainingModel({ software: { scheduler: 'slurm', secretStore: { type } } }));
  expect(parse(changed['group_vars/cluster_train_a/rackform.yaml'] ?? '')).toMatchObject({
    rackform_secret_values: { munge_key: reference },
  });
});
