import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { run } from '../../src/cli/run.js';
import { guardrails } from '../../src/guardrails/all.js';
import { capture } from './capture.js';
import { projectFiles } from './project-files.js';
import { folderWith, rackform } from './support.js';

async function locked(): Promise<string> {
  const dir = folderWith(projectFiles());
  await rackform(['lock'], { cwd: dir });
  return dir;
}

function edit(dir: string, file: string, from: string | RegExp, to: string): void {
  const path = join(dir, file);
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${file} has no ${from}`);
  writeFileSync(path, changed);
}

describe('model', () => {
  test('prints racks, networks, slots with machine and addresses, and stacks', async () => {
    const { code, out } = await rackform(['model'], { cwd: await locked() });
    expect(code).toBe(0);
    expect(out).toMatch(/U1 +gpu-r1-n1 +gpu-node +4x MI210, 512 GiB +available +train-gpu-001/);
    expect(out).toMatch(/train-gpu-001 +gpu-r1-n1 +r01\/U1 +in-band 10\.2\.0\.2, 1 rail +dc1-train-claim-01/);
    expect(out).toContain('10.2.0.0/16');
  });

  test('--json is the model whole', async () => {
    const { out } = await rackform(['model', '--json'], { cwd: await locked() });
    const { sites } = JSON.parse(out) as { sites: { clusters: { slots: { name: string }[] }[] }[] };
    expect(sites[0]?.clusters[0]?.slots.map(({ name }) => name)).toEqual([
      'train-control-001',
      'train-gpu-001',
      'train-gpu-002',
    ]);
  });

  test('where there is none, says why on stderr and ends in 1', async () => {
    const dir = await locked();
    edit(dir, 'clusters/train.yaml', 'role: gpu', 'role: gpus');
    const { code, out, err } = await rackform(['model'], { cwd: dir });
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('[SHAPE_INVALID_VALUE]');
  });
});

describe('status', () => {
  test('says of each slot what the lock knows', async () => {
    const { code, out } = await rackform(['status'], { cwd: await locked() });
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "site dc1  3 slots, 8 machines
        train-control-001  planned  generation 1  cpu-r1-n1
        train-gpu-001      planned  generation 1  gpu-r1-n1
        train-gpu-002      planned  generation 1  gpu-r1-n2
      "
    `);
  });

  test('says what differs from what was deployed, until it is reimaged', async () => {
    const dir = await locked();
    edit(dir, 'clusters/train.yaml', 'role: gpu', 'role: gpu\n    kernel: { options: [iommu=pt] }');
    const { out } = await rackform(['status'], { cwd: dir });
    expect(out.match(/differs from what was deployed/g)).toHaveLength(2);
    expect(out).toContain('2 slots will change at the next reimage');
    await rackform(['lock', '--reimage', 'train-gpu-001'], { cwd: dir });
    const { sites } = JSON.parse((await rackform(['status', '--json'], { cwd: dir })).out) as {
      sites: { slots: { name: string; differs: boolean | null; generation: number }[] }[];
    };
    const slots = new Map(sites[0]?.slots.map((slot) => [slot.name, slot]));
    expect(slots.get('train-gpu-001')).toMatchObject({ differs: false, generation: 2 });
    expect(slots.get('train-gpu-002')).toMatchObject({ differs: true, generation: 1 });
  });

  test('without a lock says so', async () => {
    const { out } = await rackform(['status'], { cwd: folderWith(projectFiles()) });
    expect(out).toBe('site dc1  no lock yet\n');
  });
});

describe('explain', () => {
  test('a slot: everything decided, and from where', async () => {
    const { code, out } = await rackform(['explain', 'train-gpu-001'], { cwd: await locked() });
    expect(code).toBe(0);
    expect(out).toMatch(/machine +gpu-r1-n1, rack r01 U1 {2}\(lock, locks\/dc1\.yaml:\d+\)/);
    expect(out).toMatch(/address on in-band +10\.2\.0\.2 {2}\(lock, /);
    expect(out).toMatch(/image +noble {2}\(site, sites\/dc1\/site\.yaml:\d+:\d+\)/);
  });

  test.each([
    ['train-gpu-001', ['train-gpu-001.dc1.example.net', '10.2.0.2']],
    ['gpu-r1-n1', ['G00041', '10.1.1.1', '02:00:00:01:01:01', '02:00:01:01:01:01']],
  ])('%s goes by its other names too', async (name, others) => {
    const dir = await locked();
    const { out } = await rackform(['explain', name], { cwd: dir });
    for (const other of others) expect((await rackform(['explain', other], { cwd: dir })).out).toBe(out);
  });

  test('a slot that no lock has yet is told as proposed', async () => {
    const { out } = await rackform(['explain', 'train-gpu-001'], { cwd: folderWith(projectFiles()) });
    expect(out).toContain('(proposed; rackform lock writes it)');
  });

  test('a machine: what is written of it, and where its figures come from', async () => {
    const { out } = await rackform(['explain', 'gpu-r1-n1'], { cwd: await locked() });
    expect(out).toMatch(/held by +train-gpu-001 {2}\(lock, locks\/dc1\.yaml:\d+\)/);
    expect(out).toMatch(/memory \(GiB\) +512 {2}\(profile gpu-node, hardware\/gpu-node\.yaml:\d+:\d+\)/);
  });

  test('a field: the layer that won, what lost against it, and what a change touches', async () => {
    const dir = await locked();
    edit(dir, 'clusters/train.yaml', /$/, 'overrides:\n  pools:\n    gpu:\n      count: 3\n');
    const { out } = await rackform(['explain', 'pools.gpu.count'], { cwd: dir });
    expect(out).toMatchInlineSnapshot(`
      "field clusters.train.pools.gpu.count at site dc1
        value             3  (cluster overrides, clusters/train.yaml:22:14)
                            lost: 2 (cluster, clusters/train.yaml:6:12)
        means             Slots. Default: as many as machines are named.
        a change touches  no slot or machine that is there
                          to more: rackform lock decides a new slot, its machine and addresses; at the next apply: reimage for what is new, metadata for what is there
                            create maas_instance: reimage, the machine is allocated and an operating system is deployed on it; and 8 more
                          to fewer: refused (lock/removal-by-omission)
      "
    `);
  });

  test('a field that nobody set: its default', async () => {
    const { out } = await rackform(['explain', 'networks.in-band.mtu'], { cwd: await locked() });
    expect(out).toMatch(/value +1500 {2}\(default\)/);
  });

  test('a field in each form in which messages and users write it', async () => {
    const dir = await locked();
    const forms = ['clusters.train.pools.gpu.role', 'cluster/train.pools.gpu.role', 'pools.gpu.role'];
    const outs = await Promise.all(
      forms.map(async (form) => (await rackform(['explain', form], { cwd: dir })).out),
    );
    expect(new Set(outs).size).toBe(1);
    expect(outs[0]).toContain('field clusters.train.pools.gpu.role at site dc1');
  });

  test('every guardrail, outside of a project too', async () => {
    const cwd = folderWith({});
    for (const { id, rationale } of guardrails) {
      const { code, out } = await rackform(['explain', id], { cwd });
      expect(code).toBe(0);
      expect(out).toContain(rationale.slice(0, 40));
    }
  });

  test('an unknown word names the nearest one', async () => {
    const { code, err } = await rackform(['explain', 'gpu-r1-n9'], { cwd: await locked() });
    expect(code).toBe(1);
    expect(err).toContain('did you mean "gpu-r1-n1"?');
    const outside = await rackform(['explain', 'rack/unit-overlop'], { cwd: folderWith({}) });
    expect(outside.err).toContain('did you mean "rack/unit-overlap"?');
  });
});

/** Every code that the sources give an issue, besides guardrails. */
function codesInSource(): ReadonlySet<string> {
  const codes = new Set<string>();
  for (const path of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts') || path.startsWith('providers')) continue;
    const text = readFileSync(join('src', path), 'utf8');
    for (const [, code] of text.matchAll(/(?:code: |report\(|fail\(|problem\()'([A-Z]+(?:_[A-Z0-9]+)+)'/g)) {
      codes.add(code ?? '');
    }
  }
  return codes;
}

test('explain knows every code that a message can carry', async () => {
  const cwd = folderWith({});
  const codes = [...codesInSource()];
  expect(codes.length).toBeGreaterThan(30);
  const unknown: string[] = [];
  for (const code of codes) {
    if ((await rackform(['explain', code], { cwd })).code !== 0) unknown.push(code);
  }
  expect(unknown).toEqual([]);
});

describe('rules', () => {
  test('lists every guardrail once', async () => {
    const { out } = await rackform(['rules']);
    for (const { id } of guardrails)
      expect(out.split('\n').filter((line) => line.startsWith(`${id} `))).toHaveLength(1);
    const { rules } = JSON.parse((await rackform(['rules', '--json'])).out) as { rules: unknown[] };
    expect(rules).toHaveLength(guardrails.length);
  });
});

describe('schema', () => {
  test('is written where generated files look for it, and to a folder of choice', async () => {
    const dir = folderWith(projectFiles());
    expect((await rackform(['schema'], { cwd: dir })).code).toBe(0);
    const site = JSON.parse(readFileSync(join(dir, '.rackform/schema/site.json'), 'utf8')) as {
      title: string;
    };
    expect(site.title).toBe('rackform site');
    await rackform(['schema', '--out', 'elsewhere'], { cwd: dir });
    expect(readdirSync(join(dir, 'elsewhere'))).toContain('cluster.json');
  });

  test('--print prints one, and names the nearest of an unknown one', async () => {
    const printed = await rackform(['schema', '--print', 'cluster']);
    expect(JSON.parse(printed.out)).toMatchObject({ title: 'rackform cluster' });
    const unknown = await rackform(['schema', '--print', 'clusters']);
    expect(unknown.err).toContain('did you mean "cluster"?');
  });
});

describe('init', () => {
  const answers = [
    '--organization',
    'acme',
    '--site',
    'ams1',
    '--domain',
    'ams1.acme.example',
    '--tenant',
    'lab',
  ];

  test.each([['dedicated-training'], ['shared-inference'], ['none']])(
    'writes a project with preset %s that checks, locks and synthesizes',
    async (preset) => {
      const cwd = folderWith({});
      const made = await rackform(['init', 'new', ...answers, '--cluster', 'llm', '--preset', preset], {
        cwd,
      });
      expect({ code: made.code, err: made.err }).toEqual({ code: 0, err: '' });
      const dir = join(cwd, 'new');
      const checked = await rackform(['check'], { cwd: dir });
      expect(checked.out.split('\n').filter((line) => line.includes('  error  '))).toEqual([]);
      expect(checked.code).toBe(0);
      expect((await rackform(['lock'], { cwd: dir })).code).toBe(0);
      expect((await rackform(['synth'], { cwd: dir })).code).toBe(0);
      expect(readdirSync(join(dir, 'cdktf.out', 'stacks'))).toContain('ams1-llm-claim-01');
    },
  );

  test.each(['maas', 'ironic', 'dry-run'])(
    'writes a project for %s that checks without an error',
    async (type) => {
      const dir = folderWith({});
      expect((await rackform(['init', '--yes', '--provisioner', type], { cwd: dir })).code).toBe(0);
      expect(parse(readFileSync(join(dir, 'sites/dc1/site.yaml'), 'utf8'))).toMatchObject({
        provisioner: { type },
      });
      const { code, out } = await rackform(['check', '--json'], { cwd: dir });
      expect(code).toBe(0);
      const { issues } = JSON.parse(out) as { issues: { code: string }[] };
      const usual = ['LOCK_MISSING', 'bmc/shared-credentials', 'tests/no-gpu-test'];
      expect(issues.map((issue) => issue.code).filter((issue) => !usual.includes(issue))).toEqual([]);
      for (const step of ['lock', 'synth']) expect((await rackform([step], { cwd: dir })).code).toBe(0);
    },
  );

  test('asks on a terminal for what no flag says, the provisioner too', async () => {
    const cwd = folderWith({});
    const asked: string[] = [];
    vi.doMock('@clack/prompts', () => ({
      isCancel: () => false,
      text: async ({ message, defaultValue }: { message: string; defaultValue: string }) => {
        asked.push(message);
        return defaultValue;
      },
      select: async ({ message, options }: { message: string; options: { value: string }[] }) => {
        asked.push(`${message} ${options.map(({ value }) => value).join(' ')}`);
        return 'ironic';
      },
    }));
    const { io } = capture({ cwd });
    expect(await run(['init', '--site', 'ams1'], { ...io, canAsk: true })).toBe(0);
    vi.doUnmock('@clack/prompts');
    expect(asked).toEqual([
      'Who runs the sites?',
      'What is its DNS domain?',
      'Who owns the machines?',
      'What is the first cluster called?',
      'What installs the machines? maas ironic dry-run',
    ]);
    expect(parse(readFileSync(join(cwd, 'sites/ams1/site.yaml'), 'utf8'))).toMatchObject({
      domain: 'ams1.example.org',
      provisioner: { type: 'ironic' },
    });
  });

  test('names the provisioners that there are, and completes them', async () => {
    const cwd = folderWith({});
    const { code, err } = await rackform(['init', '--yes', '--provisioner', 'irnic'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('Allowed choices are maas, ironic, dry-run. Did you mean ironic?');
    expect(readdirSync(cwd)).toEqual([]);
    const { out } = await rackform(['complete', '--', 'init', '--provisioner', ''], { cwd });
    expect(out).toMatch(/^maas\t?\nironic\t?\ndry-run\t?\n/);
  });

  test('every YAML file begins with a line that leads an editor to a schema that is there', async () => {
    const dir = folderWith({});
    await rackform(['init', '--yes'], { cwd: dir });
    const yaml = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.yaml'),
    );
    expect(yaml.length).toBeGreaterThan(4);
    for (const path of yaml) {
      const [, schema] =
        /^# yaml-language-server: \$schema=(\S+)\n/.exec(readFileSync(join(dir, path), 'utf8')) ?? [];
      expect(existsSync(join(dir, path, '..', schema ?? 'nowhere'))).toBe(true);
    }
  });

  test('says what to do next, and cdktf.json names the app', async () => {
    const cwd = folderWith({});
    const { out } = await rackform(['init', 'new', '--yes'], { cwd });
    expect(out).toMatch(/Next:\n {2}cd new\n/);
    expect(out).toContain('rackform check');
    expect(parse(readFileSync(join(cwd, 'new/cdktf.json'), 'utf8'))).toMatchObject({
      app: 'npx --no rackform app',
    });
  });

  test('where it cannot ask, names the flags that it needs', async () => {
    const { code, err } = await rackform(['init', '--site', 'dc1'], { cwd: folderWith({}) });
    expect({ code, err }).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "rackform: init cannot ask here and needs --organization, --domain, --tenant, --cluster
        hint: give them, or --yes to take the defaults
      ",
      }
    `);
  });

  test('refuses names that are none, before it writes anything', async () => {
    const cwd = folderWith({});
    const { code, err } = await rackform(['init', '--yes', '--site', 'DC 1'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('--site "DC 1": must be a lower-case DNS label');
    expect((await rackform(['init', '--yes', '--preset', 'dedicated-trainin'], { cwd })).err).toContain(
      'did you mean "dedicated-training"?',
    );
    expect(readdirSync(cwd)).toEqual([]);
  });

  test('writes over nothing', async () => {
    const dir = folderWith({ 'cdktf.json': 'mine' });
    const { code, err } = await rackform(['init', '--yes'], { cwd: dir });
    expect(code).toBe(1);
    expect(err).toContain('cdktf.json is there already');
    expect(readdirSync(dir)).toEqual(['cdktf.json']);
    const project = await rackform(['init', '--yes'], { cwd: folderWith(projectFiles()) });
    expect(project.err).toContain('there is a project in . already');
  });
});

describe('synth and app', () => {
  const stacks = ['dc1-enrolment-01', 'dc1-network', 'dc1-train-claim-01'];
  const manifest = (dir: string) =>
    JSON.parse(readFileSync(join(dir, 'cdktf.out/manifest.json'), 'utf8')) as {
      stacks: Record<string, { dependencies: string[] }>;
    };

  test('synth writes every stack and says so', async () => {
    const dir = await locked();
    const { code, out } = await rackform(['synth'], { cwd: dir });
    expect(code).toBe(0);
    expect(out).toMatch(/^3 stacks written\n/);
    expect(Object.keys(manifest(dir).stacks).sort()).toEqual(stacks);
  });

  test('app writes the same bytes and prints nothing', async () => {
    const dir = await locked();
    await rackform(['synth'], { cwd: dir });
    const { code, out, err } = await rackform(['app'], {
      cwd: dir,
      env: { CDKTF_OUTDIR: join(dir, 'other/deep') },
    });
    expect({ code, out, err }).toEqual({ code: 0, out: '', err: '' });
    for (const stack of stacks) {
      const path = join('stacks', stack, 'cdk.tf.json');
      expect(readFileSync(join(dir, 'other/deep', path))).toEqual(readFileSync(join(dir, 'cdktf.out', path)));
    }
  });

  test('app refuses in one line and ends in 1, whatever is wrong', async () => {
    const undecided = await rackform(['app'], { cwd: folderWith(projectFiles()) });
    expect(undecided).toMatchObject({ code: 1, out: '' });
    expect(undecided.err).toMatchInlineSnapshot(`
      "rackform: nothing is decided yet at site "dc1": there is no locks/dc1.yaml: run rackform lock, and commit what it writes
      "
    `);
    const dir = await locked();
    edit(dir, 'clusters/train.yaml', 'count: 2', 'count: 3');
    const stale = await rackform(['app'], { cwd: dir });
    expect(stale.err).toMatchInlineSnapshot(`
      "rackform: the lock of site "dc1" does not fit the definition any more: run rackform lock, and commit what it writes
      "
    `);
    edit(dir, 'clusters/train.yaml', 'role: gpu', 'role: gpus');
    const broken = await rackform(['app'], { cwd: dir });
    expect(broken.code).toBe(1);
    expect(broken.err.trimEnd().split('\n')).toHaveLength(1);
    const refused = await rackform(['app'], {
      cwd: folderWith(projectFiles({ machines: { 'gpu-r1-n2': { unit: 1 } } })),
    });
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('run rackform check');
  });

  test('synth without a lock lists why, writes nothing and ends in 1', async () => {
    const dir = folderWith(projectFiles());
    const { code, err } = await rackform(['synth'], { cwd: dir });
    expect(code).toBe(1);
    expect(err).toContain('[LOCK_MISSING]');
    expect(existsSync(join(dir, 'cdktf.out'))).toBe(false);
  });

  test('parts put together are the whole: a part leaves the others in the manifest, and their order', async () => {
    const dir = await locked();
    await rackform(['synth'], { cwd: dir });
    const whole = manifest(dir);
    for (const stack of stacks) await rackform(['synth', '--stack', stack], { cwd: dir });
    expect(manifest(dir)).toEqual(whole);
    rmSync(join(dir, 'cdktf.out'), { recursive: true });
    for (const stack of [...stacks].reverse()) await rackform(['synth', '--stack', stack], { cwd: dir });
    expect(manifest(dir)).toEqual(whole);
  });

  test('a part of one site leaves the stacks of another whose name begins like it', async () => {
    const files = projectFiles();
    const dir = folderWith({
      ...files,
      'rackform.yaml': (files['rackform.yaml'] ?? '').replace(
        '    site: dc1\n',
        '    site: dc1\n  - cluster: train\n    site: dc1-b\n',
      ),
      // Machines of its own: no serial number or MAC address is at two sites.
      'sites/dc1-b/site.yaml': (files['sites/dc1/site.yaml'] ?? '')
        .replace('dc1.example', 'b.example')
        .replaceAll('serial: ', 'serial: B')
        .replaceAll('02:00:', '02:0b:'),
    });
    await rackform(['lock'], { cwd: dir });
    await rackform(['synth'], { cwd: dir });
    const whole = manifest(dir);
    expect(Object.keys(whole.stacks)).toContain('dc1-b-network');
    await rackform(['synth', '--site', 'dc1'], { cwd: dir });
    expect(manifest(dir)).toEqual(whole);
  });

  test('a stack that is not there is refused by name', async () => {
    const { code, err } = await rackform(['synth', '--stack', 'dc1-claims'], { cwd: await locked() });
    expect(code).toBe(1);
    expect(err).toContain('there is no stack "dc1-claims"');
  });
});

describe('completion', () => {
  test.each(['bash', 'zsh', 'fish', 'powershell'])('prints a script for %s', async (shell) => {
    const { code, out } = await rackform(['completion', shell]);
    expect(code).toBe(0);
    expect(out).toContain('rackform complete');
  });

  test('the script for bash offers what complete says, and files where it says nothing', async () => {
    const { out: script } = await rackform(['completion', 'bash']);
    const setting = `
      _get_comp_words_by_ref() { words=(rackform lock --re); cword=2; cur=--re; prev=lock; }
      rackform() { printf -- '--release\\tgive back\\n--reimage\\tanew\\n:4\\n'; }
      compopt() { :; }
      ${script}
      __rackform_complete
      printf '%s\\n' "\${COMPREPLY[@]}"
      complete -p rackform`;
    const ran = spawnSync('bash', ['--norc', '-c', setting], { encoding: 'utf8' });
    expect(ran.stdout.trimEnd().split('\n')).toEqual([
      '--release',
      '--reimage',
      'complete -o default -F __rackform_complete rackform',
    ]);
  });

  const words = async (cwd: string, ...line: readonly string[]) => {
    const { out } = await rackform(['complete', '--', ...line], { cwd });
    const lines = out.trimEnd().split('\n');
    return { values: lines.slice(0, -1).map((text) => text.split('\t')[0]), directive: lines.at(-1) };
  };

  test('offers commands, options, sites and slots', async () => {
    const dir = await locked();
    expect((await words(dir, 'sy')).values).toEqual(['synth']);
    expect((await words(dir, 'lock', '--rei')).values).toEqual(['--reimage']);
    expect((await words(dir, 'check', '--site', '')).values).toEqual(['dc1']);
    expect((await words(dir, 'lock', '--reimage', 'train-g')).values).toEqual([
      'train-gpu-001',
      'train-gpu-002',
    ]);
    expect((await words(dir, 'explain', 'train-c')).values).toEqual(['train-control-001']);
  });

  test('leaves files to the shell where an option takes one', async () => {
    expect((await words(folderWith({}), 'lock', '--applied', '')).directive).toBe(':0');
    expect((await words(folderWith({}), 'check', '--site', '')).directive).toBe(':4');
  });

  test('has nothing to offer and no complaint outside of a project', async () => {
    const dir = folderWith({});
    mkdirSync(join(dir, 'sites'));
    expect(await words(dir, 'check', '--site', '')).toEqual({ values: [], directive: ':4' });
  });
});

test('a site, cluster and tenant may have the name of something that every JavaScript object has', async () => {
  const cwd = folderWith({});
  const names = ['site', 'cluster', 'tenant', 'organization'].flatMap((what) => [`--${what}`, 'constructor']);
  const start = await rackform(['init', '--yes', '--domain', 'example.org', ...names], { cwd });
  expect(start).toMatchObject({ code: 0 });
  for (const command of ['check', 'lock', 'status', 'model', 'synth']) {
    expect(await rackform([command], { cwd })).toMatchObject({ code: 0 });
  }
});
