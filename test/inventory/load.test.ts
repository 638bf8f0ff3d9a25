import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDefinition } from '../../src/definition/parse.js';
import { unreadable } from '../../src/definition/raw.js';
import { loadProject } from '../../src/inventory/load.js';
import { projectFolder } from './project-folder.js';

const base = {
  'rackform.yaml': 'organization: example\ntenants: { red: {} }\ndeployments: []\n',
  'sites/lux/site.yaml': 'domain: lux.example\nprovisioner: { type: maas }\n',
};

/** `file:line:column CODE document: message` of everything that reading and parsing find. */
function problems(dir: string): readonly string[] {
  const { definition, issues } = loadProject(dir);
  return [...issues, ...parseDefinition(definition).issues].map((issue) => {
    const place = issue.position ?? definition.locate?.(issue.at);
    return `${place?.file}:${place?.line}:${place?.column} ${issue.code} ${issue.message}`;
  });
}

test('reads every document of a project by the name of its file or folder', () => {
  const dir = projectFolder({
    ...base,
    'sites/lux/machines.csv': 'name,unit\ngpu-1,3\n',
    'clusters/train.yaml': 'tenant: red\n',
    'hardware/node.yaml': 'units: 1\n',
    'locks/lux.yaml': '# a lock\n',
    'locks/old.yaml': '# another\n',
    'README.md': 'not input',
    'clusters/notes.txt': 'not input',
    '.rackform/schema/site.json': '{}',
  });
  const { locate: _, ...definition } = loadProject(dir).definition;
  expect(definition).toEqual({
    project: { organization: 'example', tenants: { red: {} }, deployments: [] },
    sites: {
      lux: { domain: 'lux.example', provisioner: { type: 'maas' }, machines: { 'gpu-1': { unit: 3 } } },
    },
    clusters: { train: { tenant: 'red' } },
    hardware: { node: { units: 1 } },
  });
  const { issues, files, locks } = loadProject(dir);
  expect(issues).toEqual([]);
  expect(locks).toEqual({
    lux: { file: 'locks/lux.yaml', text: '# a lock\n' },
    old: { file: 'locks/old.yaml', text: '# another\n' },
  });
  expect(files).toEqual([
    'rackform.yaml',
    'sites/lux/machines.csv',
    'sites/lux/site.yaml',
    'clusters/train.yaml',
    'hardware/node.yaml',
    'locks/lux.yaml',
    'locks/old.yaml',
  ]);
});

test('windows line ends and byte order marks change nothing, places included', () => {
  const text = 'domain: lux.example\nprovisioner: { type: maas }\nracks:\n  r1: { units: 99 }\n';
  const csv = 'name,unit\ngpu-1,99\n';
  const files = { ...base, 'sites/lux/site.yaml': text, 'sites/lux/machines.csv': csv };
  const dos = Object.fromEntries(
    Object.entries(files).map(([file, content]) => [file, `\ufeff${content.replaceAll('\n', '\r\n')}`]),
  );
  expect(problems(projectFolder(dos))).toEqual(problems(projectFolder(files)));
  expect(problems(projectFolder(files))).toEqual([
    'sites/lux/site.yaml:4:16 SHAPE_TOO_BIG must be from 1 to 60, got 99',
    'sites/lux/machines.csv:2:7 SHAPE_TOO_BIG must be from 1 to 60, got 99',
  ]);
});

test('a problem in each file shows in one run, each with file, line and column', () => {
  const dir = projectFolder({
    'rackform.yaml': 'organization: Example\ntenants: {}\ndeployments:\n  - cluster: train\n',
    'sites/lux/site.yaml': 'domain: lux.example\nprovisioner:\n  type: mass\n',
    'sites/lux/machines.csv': 'name,unit\ngpu-1,top\n',
    'sites/bad name/site.yaml': 'domain: x.example\nprovisioner: { type: maas }\n',
    'clusters/train.yaml': 'tenant: red\n\tpools: {}\n',
    'hardware/node.yaml': 'units: 1\n',
  });
  expect(problems(dir)).toEqual([
    'clusters/train.yaml:2:1 YAML_TAB_AS_INDENT a tab is used to indent',
    'rackform.yaml:1:15 SHAPE_INVALID_FORMAT must be a lower-case DNS label (a-z, 0-9, -), got "Example"',
    'rackform.yaml:4:5 SHAPE_MISSING is missing',
    'sites/bad name/site.yaml:1:1 SHAPE_NAME the name must be a lower-case DNS label (a-z, 0-9, -), got "bad name"',
    'sites/lux/site.yaml:3:9 SHAPE_INVALID_VALUE must be maas, ironic or dry-run, got "mass"',
    'sites/lux/machines.csv:2:7 SHAPE_INVALID_TYPE must be a whole number from 1 to 60, got "top"',
    'hardware/node.yaml:1:1 SHAPE_MISSING is missing',
    'hardware/node.yaml:1:1 SHAPE_MISSING is missing',
    'hardware/node.yaml:1:1 SHAPE_MISSING is missing',
    'hardware/node.yaml:1:1 SHAPE_MISSING is missing',
  ]);
});

describe('machines', () => {
  test('of both files are one inventory, and one that is in both is refused', () => {
    const dir = projectFolder({
      ...base,
      'sites/lux/site.yaml': `${base['sites/lux/site.yaml']}machines:\n  a: { unit: 1 }\n  b: { unit: 2 }\n`,
      'sites/lux/machines.csv': 'name,unit\nb,9\nc,3\n',
    });
    expect(loadProject(dir).definition.sites['lux']?.machines).toEqual({
      a: { unit: 1 },
      b: { unit: 2 },
      c: { unit: 3 },
    });
    expect(problems(dir)).toEqual([
      'sites/lux/machines.csv:2:1 SITE_MACHINE_TWICE machine "b" is in site.yaml too',
    ]);
    const { locate } = loadProject(dir).definition;
    const place = (machine: string) =>
      locate?.({ document: 'site/lux', path: ['machines', machine, 'unit'] });
    expect(place('b')).toEqual({ file: 'sites/lux/site.yaml', line: 5, column: 14 });
    expect(place('c')).toEqual({ file: 'sites/lux/machines.csv', line: 3, column: 3 });
  });

  test('of a file that cannot be read are set aside, not taken for none', () => {
    const dir = projectFolder({ ...base, 'sites/lux/machines.csv': new Uint8Array([0x6e, 0xff, 0x0a]) });
    expect(loadProject(dir).definition.sites['lux']?.machines).toBe(unreadable);
    expect(problems(dir)).toEqual(['sites/lux/machines.csv:1:2 FILE_NOT_UTF8 the file is not UTF-8 text']);
  });
});

describe('files that are not as they should be', () => {
  const withFile = (file: string, content: string | Uint8Array) =>
    projectFolder({ ...base, [file]: content });

  test.each<readonly [string, string | Uint8Array, string]>([
    ['clusters/c.yaml', '', 'clusters/c.yaml:1:1 FILE_EMPTY the file is empty'],
    ['clusters/c.yml', 'a: 1', 'clusters/c.yml:1:1 FILE_MISPLACED the file is not read'],
    ['sites/c.yaml', 'a: 1', 'sites/c.yaml:1:1 FILE_MISPLACED the file is not read'],
    ['sites/lux/machine.csv', 'name', 'sites/lux/machine.csv:1:1 FILE_MISPLACED the file is not read'],
    ['sites/new/notes.txt', '', 'sites/new/site.yaml:1:1 FILE_MISSING there is no sites/new/site.yaml'],
    [
      'clusters/c.yaml',
      new Uint8Array([0x61, 0x0a, 0x62, 0xe9, 0x0a]),
      'clusters/c.yaml:2:2 FILE_NOT_UTF8 the file is not UTF-8 text',
    ],
    [
      'clusters/c.yaml',
      Buffer.from('a: 1', 'utf16le'),
      'clusters/c.yaml:1:2 FILE_NOT_TEXT the file holds a NUL byte, so it is no text',
    ],
    [
      'clusters/c.yaml',
      'a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n',
      'clusters/c.yaml:2:1 FILE_CONFLICT the file holds an unfinished merge',
    ],
    ['clusters/c.yaml', '- a\n', 'clusters/c.yaml:1:1 SHAPE_INVALID_TYPE must be a map, got a list'],
    ['clusters/c.yaml', 'text\n', 'clusters/c.yaml:1:1 SHAPE_INVALID_TYPE must be a map, got text'],
  ])('%s is refused', (file, content, problem) => {
    expect(problems(withFile(file, content))).toEqual([problem]);
  });

  test('a file that is too large is not read', () => {
    const dir = withFile('clusters/c.yaml', new Uint8Array(17 * 1024 * 1024));
    expect(problems(dir)).toEqual([
      'clusters/c.yaml:1:1 FILE_TOO_LARGE the file has 17 MiB, and 16 MiB are the most that is read',
    ]);
  });

  test('folders in the place of files, and links to nowhere, are refused', () => {
    const dir = projectFolder(base);
    mkdirSync(join(dir, 'clusters/c.yaml'), { recursive: true });
    symlinkSync('nowhere', join(dir, 'clusters/d.yaml'));
    expect(problems(dir)).toEqual([
      'clusters/c.yaml:1:1 FILE_UNREADABLE is not a file',
      'clusters/d.yaml:1:1 FILE_UNREADABLE cannot be read: it does not exist',
    ]);
  });

  test.skipIf(process.getuid?.() === 0)('files without permission are refused', () => {
    const dir = withFile('clusters/c.yaml', 'a: 1');
    chmodSync(join(dir, 'clusters/c.yaml'), 0o000);
    expect(problems(dir)).toEqual(['clusters/c.yaml:1:1 FILE_UNREADABLE cannot be read: permission denied']);
  });
});

test('a folder without rackform.yaml says so, with the name that was meant', () => {
  const dir = projectFolder({
    'rackform.yml': 'organization: x\n',
    'sites/lux/site.yaml': base['sites/lux/site.yaml'],
  });
  const { issues, definition } = loadProject(dir);
  expect(issues).toMatchObject([{ code: 'FILE_MISSING', hint: 'rename rackform.yml to rackform.yaml' }]);
  expect(definition.project).toBe(unreadable);
  expect(Object.keys(definition.sites)).toEqual(['lux']);
});

test('a folder that is none says so', () => {
  expect(loadProject('/no/such/folder').issues).toMatchObject([
    { code: 'FOLDER_UNREADABLE', message: 'the project folder cannot be read: it does not exist' },
  ]);
  const dir = projectFolder({ ...base, clusters: 'a file' });
  expect(problems(dir)).toEqual([
    'clusters:1:1 FOLDER_UNREADABLE the folder cannot be read: a part of its path is not a folder',
  ]);
});

test('a line of a lock is found without parsing it', () => {
  const lock = '# lock\nformat: 1\nmachines:\n  "gpu-1": {"shard":1}\nslots:\n  "gpu-1": {"shard":2}\n';
  const { locate } = loadProject(projectFolder({ ...base, 'locks/lux.yaml': lock })).definition;
  const line = (...path: string[]) => locate?.({ document: 'lock/lux', path })?.line;
  expect([
    line(),
    line('machines'),
    line('machines', 'gpu-1'),
    line('slots', 'gpu-1', 'shard'),
    line('slots', 'x'),
  ]).toEqual([1, 3, 4, 6, 5]);
});

test('documents that are not there have no place', () => {
  const { locate } = loadProject(projectFolder(base)).definition;
  expect(locate?.({ document: 'cluster/none', path: [] })).toBeUndefined();
});
