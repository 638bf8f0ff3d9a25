import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPythonTool } from '../../../scripts/day2-tools/find.js';
import { ansibleProject } from '../../../src/software/day2/ansible/project.js';
import { runTool, tellMissing } from '../../support/tools.js';
import { softwareOn, trainingModel } from './training.js';

const model = trainingModel({
  software: { scheduler: 'slurm', mounts: { '/home': { from: 'nfs-1.example.net:/home' } } },
});
const project = ansibleProject(model);
const login = softwareOn(model, 'train-a-login-001');

const tools = {
  playbook: findPythonTool('ansible-playbook'),
  inventory: findPythonTool('ansible-inventory'),
  lint: findPythonTool('ansible-lint'),
  vault: findPythonTool('ansible-vault'),
};
const isMissing = tellMissing('ansible-playbook and ansible-lint', ...Object.values(tools));

describe.skipIf(isMissing)('the real Ansible', () => {
  let folder = '';
  const env = () => ({
    HOME: join(folder, 'home'),
    ANSIBLE_NOCOLOR: '1',
    ANSIBLE_LOCALHOST_WARNING: 'false',
  });
  const here = () => ({ cwd: folder, env: env() });
  const secret = 'hunter2-canary-of-forty-bytes-and-no-less';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rackform-ansible-'));
    for (const [file, text] of Object.entries(project)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    writeFileSync(join(folder, 'password'), 'for this test only\n');
    writeFileSync(
      join(folder, 'group_vars/cluster_train_a/vault.yaml'),
      `vault_train_a_munge_key: ${secret}\n`,
    );
    const args = ['encrypt', '--vault-password-file', 'password', 'group_vars/cluster_train_a/vault.yaml'];
    expect(runTool(tools.vault, args, here()).code).toBe(0);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('lints without a word', () => {
    const { all } = runTool(
      tools.lint,
      [
        '--offline',
        '--nocolor',
        '-q',
        'site.yaml',
        'drivers.yaml',
        'collect.yaml',
        'group_vars/cluster_train_a/rackform.yaml',
      ],
      here(),
    );
    expect(all).toBe('');
  });

  test('reads the playbooks and the inventory', () => {
    for (const playbook of ['site.yaml', 'drivers.yaml', 'collect.yaml']) {
      const args = [
        '--inventory',
        'inventory.yaml',
        '--vault-password-file',
        'password',
        '--syntax-check',
        playbook,
      ];
      expect(runTool(tools.playbook, args, here()).all).toContain(`playbook: ${playbook}`);
    }
    const { out } = runTool(
      tools.inventory,
      [
        '--inventory',
        'inventory.yaml',
        '--vault-password-file',
        'password',
        '--list',
        '--limit',
        'train-a-gpu-001',
      ],
      here(),
    );
    expect(Object.keys(JSON.parse(out)._meta.hostvars)).toEqual(['train-a-gpu-001']);
  });

  test('puts files and secrets below a root, and a second run changes nothing', () => {
    const root = join(folder, 'root');
    const args = [
      ...['--inventory', 'inventory.yaml', '--vault-password-file', 'password', '--connection', 'local'],
      ...['--limit', 'train-a-login-001', '--tags', 'files,secrets'],
      ...[
        '-e',
        `rackform_root=${root}`,
        '-e',
        `rackform_owner=${process.env['USER'] ?? 'root'}`,
        '-e',
        'ansible_become=false',
      ],
      ...['-e', 'ansible_python_interpreter={{ ansible_playbook_python }}', 'site.yaml'],
    ];
    mkdirSync(join(root, 'etc/munge'), { recursive: true });
    const first = runTool(tools.playbook, args, here());
    expect(first.all).toMatch(/failed=0/);
    expect(first.all).not.toContain(secret);
    for (const { path, mode, content } of login.files) {
      expect(readFileSync(join(root, path), 'utf8')).toBe(content);
      expect((statSync(join(root, path)).mode & 0o777).toString(8).padStart(4, '0')).toBe(mode);
    }
    expect(readFileSync(join(root, 'etc/munge/munge.key'), 'utf8')).toBe(secret);
    expect(statSync(join(root, 'etc/munge/munge.key')).mode & 0o777).toBe(0o400);
    expect(runTool(tools.playbook, args, here()).all).toMatch(/ok=\d+ +changed=0 /);
  });
});
