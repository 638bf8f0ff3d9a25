import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { definitionOf } from '../support/site-fixture.js';
import { projectFiles } from './project-files.js';
import { folderWith, rackform } from './support.js';

const site = 'sites/dc1/site.yaml';

function brokenProject(): string {
  const files = projectFiles();
  files[site] = (files[site] ?? '')
    .replace('domain: dc1.example.net', 'domian: dc1.example.net')
    .replace('unit: 3', 'unit: three');
  files['clusters/train.yaml'] = (files['clusters/train.yaml'] ?? '').replace('role: gpu', 'role: gpus');
  return folderWith(files);
}

describe('check', () => {
  test('ends in 0 on a sound project and says what it saw', async () => {
    const { code, out, err } = await rackform(['check'], { cwd: folderWith(projectFiles()) });
    expect(code).toBe(0);
    expect(out).toContain('site dc1: 8 machines, 3 slots, lock missing');
    expect(out).toMatch(/\d+ warnings\n$/);
    expect(err).toBe('');
  });

  test('prints every problem of every file in one run, with its place, and ends in 1', async () => {
    const { code, out } = await rackform(['check'], { cwd: brokenProject() });
    expect(code).toBe(1);
    const errors = out.split('\n').filter((line) => line.includes('  error  '));
    expect(errors.join('\n')).toMatchInlineSnapshot(`
      "clusters/train.yaml:5:11  error  pools.gpu.role: must be control, gpu, cpu, storage or login, got "gpus"  [SHAPE_INVALID_VALUE]
      sites/dc1/site.yaml:1:1  error  domain: is missing  [SHAPE_MISSING]
      sites/dc1/site.yaml:1:9  error  domian: unknown key "domian"  [SHAPE_UNKNOWN_KEY]
      sites/dc1/site.yaml:66:11  error  machines.gpu-r1-n2.unit: must be a whole number from 1 to 60, got "three"  [SHAPE_INVALID_TYPE]"
    `);
  });

  test('ends in 3 when nothing but a guardrail refuses', async () => {
    const files = projectFiles({ machines: { 'gpu-r1-n2': { unit: 1 } } });
    const { code, out } = await rackform(['check'], { cwd: folderWith(files) });
    expect(out).toContain('[rack/unit-overlap]');
    expect(code).toBe(3);
  });

  test('names the site, the file and the nearest one when a site is not there', async () => {
    const { code, err } = await rackform(['check', '--site', 'dc2'], { cwd: folderWith(projectFiles()) });
    expect({ code, err }).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "rackform: --site "dc2": the project has no such site; known: dc1
        hint: did you mean "dc1"?
      ",
      }
    `);
  });

  test('calls a lock stale that no longer fits, and an absent one undecided', async () => {
    const dir = folderWith(projectFiles());
    await rackform(['lock'], { cwd: dir });
    expect((await rackform(['check'], { cwd: dir })).out).toContain('lock current');
    const cluster = projectFiles()['clusters/train.yaml'] ?? '';
    writeFileSync(join(dir, 'clusters/train.yaml'), cluster.replace('count: 2', 'count: 3'));
    const { code, out } = await rackform(['check'], { cwd: dir });
    expect(out).toContain('[lock/stale]');
    expect(out).toContain('hint: run rackform lock, and commit what it writes');
    expect(code).toBe(1);
  });

  test('--json is one object with a version, counts, and files relative to the project', async () => {
    const dir = brokenProject();
    const { code, out } = await rackform(['check', '--json', '--project', dir]);
    const json = JSON.parse(out) as {
      formatVersion: number;
      summary: { errors: number };
      issues: { severity: string; file: string | null; line: number | null }[];
    };
    expect(code).toBe(1);
    expect(json.formatVersion).toBe(1);
    const errors = json.issues.filter(({ severity }) => severity === 'error');
    expect(json.summary.errors).toBe(errors.length);
    expect(errors.map(({ file }) => file)).toContain(site);
    expect(errors.every(({ line }) => line === null || line > 0)).toBe(true);
  });

  test('--sarif is a SARIF log with the help of every guardrail it found', async () => {
    const { out } = await rackform(['check', '--sarif'], { cwd: folderWith(projectFiles()) });
    const log = JSON.parse(out) as {
      version: string;
      runs: { tool: { driver: { rules: { id: string; help: { text: string } }[] } }; results: unknown[] }[];
    };
    expect(log.version).toBe('2.1.0');
    const [run] = log.runs;
    expect(run?.results.length).toBeGreaterThan(0);
    const rule = run?.tool.driver.rules.find(({ id }) => id === 'bmc/shared-credentials');
    expect(rule?.help.text).toContain('Source: ');
  });

  test('--json and --sarif do not go together', async () => {
    const { code, err } = await rackform(['check', '--json', '--sarif'], { cwd: folderWith(projectFiles()) });
    expect(code).toBe(1);
    expect(err).toContain("option '--sarif' cannot be used with option '--json'");
  });

  test('a name that would act on a terminal is printed as harmless text', async () => {
    const files = projectFiles();
    files['clusters/train.yaml'] = `${files['clusters/train.yaml']}"\\e[2J\\u202etxt\\u009b1m": 1\n`;
    const { out } = await rackform(['check'], { cwd: folderWith(files) });
    expect(out).toContain('\\u001b[2J\\u202etxt\\u009b1m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the very thing that must not be there.
    expect(out).not.toMatch(/[\u001b\u009b\u202e]/);
  });

  test('is coloured on a terminal only', async () => {
    const dir = folderWith(projectFiles());
    const esc = '\u001b[';
    expect((await rackform(['check'], { cwd: dir, isTTY: true })).out).toContain(esc);
    expect((await rackform(['check', '--no-color'], { cwd: dir, isTTY: true })).out).not.toContain(esc);
    expect((await rackform(['check', '--color'], { cwd: dir })).out).toContain(esc);
  });

  test('shows progress on stderr of a terminal, and takes it away again', async () => {
    const dir = folderWith(projectFiles());
    const { err } = await rackform(['check'], { cwd: dir, isTTY: true });
    expect(err).toContain('resolving and checking site dc1...');
    expect(err.endsWith('\r\u001b[K')).toBe(true);
    expect((await rackform(['check'], { cwd: dir })).err).toBe('');
  });
});

describe('the project folder', () => {
  test('is the nearest parent with a rackform.yaml', async () => {
    const dir = folderWith({ ...projectFiles(), 'notes/deep/x': '' });
    const { code, out } = await rackform(['check'], { cwd: join(dir, 'notes', 'deep') });
    expect(code).toBe(0);
    expect(out).toContain('../../sites/dc1/site.yaml:');
  });

  test('is asked for in words when there is none', async () => {
    const dir = folderWith({ 'a-file': '' });
    const { code, err } = await rackform(['check'], { cwd: dir });
    expect({ code, err: err.replaceAll(dir, 'HERE') }).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "rackform: no rackform.yaml in HERE or a folder above it
        hint: run it inside a project, name one by --project DIR, or start one with rackform init
      ",
      }
    `);
    const given = await rackform(['check', '--project', 'a-file'], { cwd: dir });
    expect(given.err).toContain('--project a-file: it is a file');
    const absent = await rackform(['check', '--project', 'nowhere'], { cwd: dir });
    expect(absent.err).toContain('--project nowhere: no such folder');
  });

  test('may be empty of sites, which is a problem of its own', async () => {
    const { code, out } = await rackform(['check'], {
      cwd: folderWith({ 'rackform.yaml': 'organization: a\ntenants: {}\ndeployments: []\n' }),
    });
    expect(code).toBe(1);
    expect(out).toContain('the project has no site');
  });

  test('with a lock of a site that is gone is an error: its servers would be orphaned', async () => {
    const { code, out } = await rackform(['check'], {
      cwd: folderWith({ ...projectFiles(), 'locks/old.yaml': 'x' }),
    });
    expect(code).toBe(1);
    expect(out).toContain('locks/old.yaml:1:1  error  there is a lock of site "old"');
  });

  test('may be described by a module, and is found, checked and locked like files', async () => {
    const dir = folderWith({
      'rackform.config.mjs': `export default ${JSON.stringify(definitionOf())};\n`,
      'deep/x': '',
    });
    expect((await rackform(['lock'], { cwd: dir })).code).toBe(0);
    const { code, out } = await rackform(['check'], { cwd: join(dir, 'deep') });
    expect(code).toBe(0);
    expect(out).toContain('site dc1: 8 machines, 3 slots, lock current');
  });

  test('described by a file and by a module is refused', async () => {
    const { code, out } = await rackform(['check'], {
      cwd: folderWith({ ...projectFiles(), 'rackform.config.mjs': 'export default {};\n' }),
    });
    expect(code).toBe(1);
    expect(out).toContain('rackform.config.mjs:1:1  error  the project is described twice');
  });

  test('whose module throws says so without a stack', async () => {
    const { code, out } = await rackform(['check'], {
      cwd: folderWith({ 'rackform.config.mjs': "throw new Error('no inventory today');\n" }),
    });
    expect(code).toBe(1);
    expect(out).toContain('no inventory today');
    expect(out).not.toContain('    at ');
  });
});
