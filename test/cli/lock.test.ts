import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SiteShape } from '../support/site-fixture.js';
import { projectFiles } from './project-files.js';
import { folderWith, rackform } from './support.js';

const lockFile = (dir: string) => join(dir, 'locks', 'dc1.yaml');
const lockText = (dir: string) => readFileSync(lockFile(dir), 'utf8');

function git(dir: string, ...args: readonly string[]): void {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'init.defaultBranch=main'];
  execFileSync('git', [...identity, ...args], { cwd: dir, stdio: 'pipe' });
}

function commit(dir: string): void {
  git(dir, 'add', '-A');
  git(dir, 'commit', '-q', '-m', 'state');
}

/** A project with a lock, committed on main. */
async function committed(shape: SiteShape = {}): Promise<string> {
  const dir = folderWith(projectFiles(shape));
  git(dir, 'init', '-q');
  await rackform(['lock'], { cwd: dir });
  commit(dir);
  return dir;
}

function setGpuCount(dir: string, count: number): void {
  const path = join(dir, 'clusters/train.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/count: \d+/, `count: ${count}`));
}

describe('lock', () => {
  test('writes what is decided, prints it, and leaves nothing else behind', async () => {
    const dir = folderWith(projectFiles());
    const { code, out, err } = await rackform(['lock'], { cwd: dir });
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toMatchInlineSnapshot(`
      "site dc1  wrote locks/dc1.yaml
      slots
        +  train-control-001  on cpu-r1-n1  in-band 10.2.0.4                   claim shard 1
        +  train-gpu-001      on gpu-r1-n1  in-band 10.2.0.2, rail-0 10.3.0.1  claim shard 1
        +  train-gpu-002      on gpu-r1-n2  in-band 10.2.0.3, rail-0 10.3.0.2  claim shard 1
      machines
        +  8 machines  cpu-r1-n1 to gpu-r2-n3  enrolment shard 1
      stacks
        +  dc1-enrolment-01
        +  dc1-network
        +  dc1-train-claim-01
      Next: git add locks/dc1.yaml, review, then rackform synth
      "
    `);
    expect(readdirSync(join(dir, 'locks'))).toEqual(['dc1.yaml']);
  });

  test('changes no byte when run again', async () => {
    const dir = folderWith(projectFiles());
    await rackform(['lock'], { cwd: dir });
    const before = lockText(dir);
    const { out } = await rackform(['lock'], { cwd: dir });
    expect(lockText(dir)).toBe(before);
    expect(out).toContain('locks/dc1.yaml is up to date');
  });

  test('--check writes nothing, ends in 1 when something is undecided and in 0 when not', async () => {
    const dir = folderWith(projectFiles());
    const first = await rackform(['lock', '--check'], { cwd: dir });
    expect(first.code).toBe(1);
    expect(first.out).toContain('locks/dc1.yaml is not up to date');
    expect(existsSync(lockFile(dir))).toBe(false);
    await rackform(['lock'], { cwd: dir });
    expect((await rackform(['lock', '--check'], { cwd: dir })).code).toBe(0);
  });

  test('writes nothing when a guardrail refuses: a bad decision would be kept for good', async () => {
    const dir = folderWith(projectFiles({ machines: { 'gpu-r1-n2': { unit: 1 } } }));
    const { code, err } = await rackform(['lock'], { cwd: dir });
    expect(code).toBe(3);
    expect(err).toContain('[rack/unit-overlap]');
    expect(err).toContain('no lock was written');
    expect(existsSync(join(dir, 'locks'))).toBe(false);
    const json = JSON.parse((await rackform(['lock', '--json'], { cwd: dir })).out) as {
      issues: { code: string }[];
    };
    expect(json.issues.map(({ code: found }) => found)).toContain('rack/unit-overlap');
  });

  test('growing a pool shows the new slot alone', async () => {
    const dir = await committed();
    setGpuCount(dir, 3);
    const { out } = await rackform(['lock', '--json'], { cwd: dir });
    const { sites } = JSON.parse(out) as {
      sites: { changes: { slots: { name: string }[] }; isWritten: boolean }[];
    };
    expect(sites[0]?.changes.slots.map(({ name }) => name)).toEqual(['train-gpu-003']);
    expect(sites[0]?.isWritten).toBe(true);
  });

  test('a damaged line is an error with its line, and nothing is written over it', async () => {
    const dir = await committed();
    const damaged = lockText(dir).replace('"generation":1', '"generation":7');
    writeFileSync(lockFile(dir), damaged);
    const { code, err } = await rackform(['lock'], { cwd: dir });
    expect(code).toBe(1);
    expect(err).toMatch(/^locks\/dc1\.yaml:\d+:1 {2}error {2}.*\[lock\/edited\]/);
    expect(lockText(dir)).toBe(damaged);
  });

  test('a lock that was removed is not made anew while the protected branch has one', async () => {
    const dir = await committed();
    git(dir, 'checkout', '-q', '-b', 'work');
    git(dir, 'rm', '-q', 'locks/dc1.yaml');
    const { code, err } = await rackform(['lock'], { cwd: dir });
    expect(code).toBe(1);
    expect(err).toContain('git checkout main -- locks/dc1.yaml');
  });
});

describe('a lock that cannot be read', () => {
  const damaged = async () => {
    const dir = await committed();
    writeFileSync(lockFile(dir), lockText(dir).replace('"generation":1', '"generation":2'));
    return dir;
  };

  test('is no reason to decide anew: explain and model show no machine that does not stand in it', async () => {
    const cwd = await damaged();
    const explained = await rackform(['explain', 'train-gpu-001'], { cwd });
    expect(explained.code).toBe(1);
    expect(explained.out).toBe('');
    expect((await rackform(['model'], { cwd })).out).toBe('');
  });

  test('hides none of what is wrong at the site, and adds nothing that follows from it', async () => {
    const cwd = await damaged();
    const { out, err } = await rackform(['check'], { cwd });
    expect(`${out}${err}`).toContain('[lock/edited]');
    expect(`${out}${err}`).not.toContain('[lock/stale]');
    expect(`${out}${err}`).toContain('1 error');
  });
});

describe('lock actions', () => {
  test('--reimage raises the generation of the slots that it names, and of no other', async () => {
    const dir = await committed();
    const { code, out } = await rackform(['lock', '--reimage', 'train-gpu-001'], { cwd: dir });
    expect(code).toBe(0);
    expect(out).toContain('~  train-gpu-001  generation 1 -> 2');
    expect(lockText(dir).match(/"generation":2/g)).toHaveLength(1);
  });

  test('--release starts to give a slot of the protected branch back, and says what comes after', async () => {
    const dir = await committed();
    setGpuCount(dir, 1);
    const args = ['lock', '--release', 'train-gpu-002', '--reason', 'back to the vendor'];
    const { code, out } = await rackform(args, { cwd: dir });
    expect(code).toBe(0);
    expect(out).toContain('releasing');
    expect(out).toContain('reason: back to the vendor');
    expect(out).toContain('terraform show -json | rackform lock --applied -');
  });

  test('--release says where a new slot takes its place, since the count was not lowered', async () => {
    const release = ['lock', '--release', 'train-gpu-002', '--reason', 'x'];
    const { out } = await rackform(release, { cwd: await committed() });
    expect(out).toContain(
      'note: pool train/gpu counts as before, so train-gpu-003 takes gpu-r1-n3: lower the count',
    );
    const dir = await committed();
    setGpuCount(dir, 1);
    expect((await rackform(release, { cwd: dir })).out).not.toContain('note: pool');
  });

  test('--release and --abandon need a reason, and a reason needs one of them', async () => {
    const dir = await committed();
    const release = await rackform(['lock', '--release', 'train-gpu-001'], { cwd: dir });
    expect({ code: release.code, err: release.err }).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "rackform: --release needs --reason "..."
        hint: it stays in the lock, where reviewers read it
      ",
      }
    `);
    const abandon = await rackform(['lock', '--abandon', 'train-gpu-001', '--reason', ' '], { cwd: dir });
    expect(abandon.err).toContain('--abandon needs --reason');
    expect((await rackform(['lock', '--reason', 'x'], { cwd: dir })).code).toBe(1);
  });

  test('a slot that no lock has is refused with the nearest one, and nothing is written', async () => {
    const dir = await committed();
    const before = lockText(dir);
    const { code, err } = await rackform(['lock', '--reimage', 'train-gpu-01'], { cwd: dir });
    expect({ code, err }).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "rackform: --reimage "train-gpu-01": no lock has a slot or machine of that name
        hint: did you mean "train-gpu-001"?
      ",
      }
    `);
    expect(lockText(dir)).toBe(before);
  });

  test('a reason that would act on a terminal stays text in the lock and on the screen', async () => {
    const dir = await committed();
    const args = ['lock', '--release', 'train-gpu-002', '--reason', 'gone\u001b[2J\u202e\nsum'];
    await rackform(args, { cwd: dir });
    setGpuCount(dir, 1);
    const outs = [
      lockText(dir),
      (await rackform(['status'], { cwd: dir })).out,
      (await rackform(['explain', 'train-gpu-002'], { cwd: dir })).out,
    ];
    for (const out of outs) {
      expect(out).toContain('gone\\u001b[2J');
      expect(out).not.toContain('\u001b');
    }
  });

  test('one slot cannot be released and reimaged at once', async () => {
    const dir = await committed();
    const args = ['lock', '--release', 'train-gpu-001', '--reimage', 'train-gpu-001', '--reason', 'why not'];
    expect((await rackform(args, { cwd: dir })).err).toContain(
      'cannot be in --release and --reimage at once',
    );
  });

  test('--check goes with nothing that changes the lock', async () => {
    const { code, err } = await rackform(['lock', '--check', '--prune'], { cwd: await committed() });
    expect(code).toBe(1);
    expect(err).toContain('--check only looks');
  });

  test('evidence that is none, or of a stack that no lock has, is refused', async () => {
    const dir = await committed();
    writeFileSync(join(dir, 'text.json'), 'not JSON');
    const other = {
      format_version: '1.0',
      values: { outputs: { rackform_stack: { value: 'dc9-network' } }, root_module: {} },
    };
    writeFileSync(join(dir, 'other.json'), JSON.stringify(other));
    const text = await rackform(['lock', '--applied', 'text.json'], { cwd: dir });
    expect(text.code).toBe(1);
    expect(text.err).toContain('text.json:1:1  error  the evidence is not JSON');
    const wrong = await rackform(['lock', '--applied', 'other.json'], { cwd: dir });
    expect(wrong.err).toContain('it is of stack "dc9-network", which no lock has');
    const absent = await rackform(['lock', '--applied', 'absent.json'], { cwd: dir });
    expect(absent.err).toMatch(/absent\.json: no such file or folder\n$/);
  });

  test('evidence moves a slot from planned to in service', async () => {
    const dir = await committed();
    const resource = (type: string, name: string, values: unknown) => ({
      mode: 'managed',
      type,
      name,
      values,
    });
    const state = {
      format_version: '1.0',
      values: {
        outputs: { rackform_stack: { value: 'dc1-train-claim-01' } },
        root_module: {
          resources: [
            resource('terraform_data', 'train-gpu-001', { input: { asset: 'gpu-r1-n1', generation: 1 } }),
            resource('maas_instance', 'train-gpu-001', {
              release_params: [{ erase: true, secure_erase: true }],
            }),
          ],
        },
      },
    };
    writeFileSync(join(dir, 'state.json'), JSON.stringify(state));
    const piped = await rackform(['lock', '--applied', '-', '--json'], {
      cwd: dir,
      input: JSON.stringify(state),
    });
    expect(piped.out).toContain('"phase": "in-service"');
    git(dir, 'checkout', '-q', 'locks/dc1.yaml');
    const { code, out } = await rackform(['lock', '--applied', 'state.json'], { cwd: dir });
    expect(code).toBe(0);
    expect(out).toContain('phase planned -> in-service');
    const status = await rackform(['status', '--json'], { cwd: dir });
    expect(status.out).toContain('"erase": "secure"');
  });

  test('--base that is no branch is refused, where the default only notes it', async () => {
    const dir = folderWith(projectFiles());
    await rackform(['lock'], { cwd: dir });
    const { code, err } = await rackform(['lock', '--base', 'trunk'], { cwd: dir });
    expect(code).toBe(1);
    expect(err).toContain('--base trunk: the project is not in a git repository');
    expect((await rackform(['lock'], { cwd: dir })).out).toContain('counts as in service');
  });
});

describe('lock --onto', () => {
  test('two branches that took the same machine: the other keeps it, and only what is new here moves', async () => {
    const dir = await committed({ gpusPerRack: 2 });
    git(dir, 'checkout', '-q', '-b', 'ours');
    const path = join(dir, 'clusters/train.yaml');
    const own = readFileSync(path, 'utf8');
    setGpuCount(dir, 3);
    await rackform(['lock'], { cwd: dir });
    commit(dir);
    const mine = machineOf(lockText(dir), 'train-gpu-003');
    // Meanwhile another branch puts another pool on the same machine.
    git(dir, 'checkout', '-q', 'main');
    const pool = '  burst:\n    role: gpu\n    count: 1\n    networks:\n      in-band: {}\n';
    writeFileSync(path, own.replace('pools:\n', `pools:\n${pool}`));
    await rackform(['lock'], { cwd: dir });
    commit(dir);
    expect(machineOf(lockText(dir), 'train-burst-001')).toBe(mine);
    git(dir, 'checkout', '-q', 'ours');
    writeFileSync(path, readFileSync(path, 'utf8').replace('pools:\n', `pools:\n${pool}`));
    const { code } = await rackform(['lock', '--onto', 'main'], { cwd: dir });
    expect(code).toBe(0);
    expect(machineOf(lockText(dir), 'train-burst-001')).toBe(mine);
    expect(machineOf(lockText(dir), 'train-gpu-003')).not.toBe(mine);
    expect(machineOf(lockText(dir), 'train-gpu-001')).toBe('gpu-r1-n1');
    expect((await rackform(['check'], { cwd: dir })).out).toContain('lock current');
  });

  test('is the way out of a lock full of conflict markers', async () => {
    const dir = await committed();
    git(dir, 'checkout', '-q', '-b', 'ours');
    const good = lockText(dir);
    writeFileSync(lockFile(dir), `<<<<<<< HEAD\n${good}=======\n${good}>>>>>>> main\n`);
    expect((await rackform(['lock'], { cwd: dir })).err).toContain('[lock/conflict]');
    expect((await rackform(['lock', '--onto', 'main'], { cwd: dir })).code).toBe(0);
    expect(lockText(dir)).toBe(good);
  });

  test('shows what changes against the last commit where the file is damaged, and not all as new', async () => {
    const dir = await committed();
    writeFileSync(lockFile(dir), `<<<<<<< HEAD\n${lockText(dir)}`);
    const { code, out } = await rackform(['lock', '--onto', 'main'], { cwd: dir });
    expect(code).toBe(0);
    expect(out).not.toContain('train-gpu-001');
    expect(lockText(dir)).not.toContain('<<<<');
  });

  test('a branch that has no lock takes nothing from this one', async () => {
    const dir = await committed();
    const before = lockText(dir);
    git(dir, 'checkout', '-q', '--orphan', 'empty');
    git(dir, 'rm', '-q', '--cached', 'locks/dc1.yaml');
    commit(dir);
    git(dir, 'checkout', '-q', '-f', 'main');
    writeFileSync(lockFile(dir), before.replace('10.2.0.2', '10.2.0.9'));
    await rackform(['lock', '--onto', 'empty'], { cwd: dir });
    expect(lockText(dir)).toBe(before);
  });

  test('after a merge that took the wrong side whole, keeps what the other branch decided', async () => {
    const dir = await committed();
    git(dir, 'checkout', '-q', '-b', 'ours');
    const old = lockText(dir);
    git(dir, 'checkout', '-q', 'main');
    setGpuCount(dir, 3);
    await rackform(['lock'], { cwd: dir });
    commit(dir);
    const theirs = lockText(dir);
    git(dir, 'checkout', '-q', 'ours');
    git(dir, 'merge', '-q', 'main');
    writeFileSync(lockFile(dir), old);
    commit(dir);
    await rackform(['lock', '--onto', 'main'], { cwd: dir });
    expect(lockText(dir)).toBe(theirs);
  });

  test('says what was asked for here and could not be carried over', async () => {
    const dir = await committed();
    git(dir, 'checkout', '-q', '-b', 'ours');
    await rackform(['lock', '--reimage', 'train-gpu-001', 'train-gpu-002'], { cwd: dir });
    const own = lockText(dir);
    commit(dir);
    git(dir, 'checkout', '-q', 'main');
    setGpuCount(dir, 3);
    await rackform(['lock'], { cwd: dir });
    commit(dir);
    git(dir, 'checkout', '-q', 'ours');
    git(dir, 'merge', '-q', '-s', 'ours', 'main');
    setGpuCount(dir, 3);
    expect(lockText(dir)).toBe(own);
    const { out } = await rackform(['lock', '--onto', 'main'], { cwd: dir });
    expect(out).toContain('not carried over, run it again: rackform lock --reimage train-gpu-001');
    expect(out).toContain('rackform lock --reimage train-gpu-002');
  });

  test('refuses a branch that is not there', async () => {
    const { code, err } = await rackform(['lock', '--onto', 'trunk'], { cwd: await committed() });
    expect({ code, err }).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "rackform: --onto trunk: there is no branch "trunk", here or at origin
      ",
      }
    `);
  });
});

function machineOf(lock: string, slot: string): string | undefined {
  return new RegExp(`^ {2}"${slot}": .*"machine":"([^"]*)"`, 'm').exec(lock)?.[1];
}
