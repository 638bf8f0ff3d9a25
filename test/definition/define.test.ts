import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { defineCluster, defineHardware, defineProject, defineSite } from '../../src/definition/define.js';
import { parseDefinition } from '../../src/definition/parse.js';
import { DefinitionError } from '../../src/errors.js';
import { loadProject } from '../../src/inventory/load.js';
import { projectFolder } from '../inventory/project-folder.js';

const thisFile = fileURLToPath(import.meta.url);
const siteInput = { domain: 'x.example', provisioner: { type: 'maas' } } as const;
const clusterInput = {
  tenant: 'red',
  mode: 'dedicated',
  pools: { login: { role: 'login', count: 1 } },
} as const;

const files = {
  'rackform.yaml':
    'organization: example\ntenants:\n  red: {}\ndeployments:\n  - { cluster: train, site: lux, options: { gpuNodes: 2 } }\n',
  'sites/lux/site.yaml':
    'domain: x.example\nprovisioner: { type: maas }\nracks:\n  r1: { units: 42 }\nmachines:\n  login-1: { unit: 40 }\n',
  'sites/lux/machines.csv':
    'name,serial,rack,unit,bmc.address,nics.eth0.mac,overrides.nics.eth0.roles\ngpu-1,0012,r1,1,192.0.2.1,02:00:5e:00:53:01,boot management\n',
  'clusters/train.yaml': 'tenant: red\nmode: dedicated\npools:\n  login: { role: login, count: 1 }\n',
  'hardware/node.yaml':
    'units: 1\nmemoryGiB: 64\ncpu: { sockets: 1, coresPerSocket: 8 }\nnics: {}\ndisks: {}\n',
};

function inTypeScript() {
  const lux = defineSite('lux', {
    ...siteInput,
    racks: { r1: { units: 42 } },
    machines: {
      'login-1': { unit: 40 },
      'gpu-1': {
        serial: '0012',
        rack: 'r1',
        unit: 1,
        bmc: { address: '192.0.2.1' },
        nics: { eth0: { mac: '02:00:5e:00:53:01' } },
        overrides: { nics: { eth0: { roles: ['boot', 'management'] } } },
      },
    },
  });
  const train = defineCluster('train', clusterInput);
  const node = defineHardware('node', {
    units: 1,
    memoryGiB: 64,
    cpu: { sockets: 1, coresPerSocket: 8 },
    nics: {},
    disks: {},
  });
  return defineProject({
    organization: 'example',
    tenants: { red: {} },
    deployments: [{ cluster: train, site: lux, options: { gpuNodes: 2 } }],
    hardware: [node],
  });
}

test('files and TypeScript give the same definition', () => {
  const { locate: _files, ...fromFiles } = loadProject(projectFolder(files)).definition;
  const { locate: _code, ...fromCode } = inTypeScript();
  expect(fromCode).toStrictEqual(fromFiles);
  expect(parseDefinition(fromCode).issues).toEqual([]);
});

test('a document is found at the line of its define call', () => {
  const lux = defineSite('lux', siteInput);
  const line = lineOfCaller() - 1;
  const { locate } = defineProject({ organization: 'example', tenants: {}, deployments: [], sites: [lux] });
  expect(locate?.({ document: 'site/lux', path: ['machines', 'a'] })).toMatchObject({ file: thisFile, line });
  expect(locate?.({ document: 'project', path: [] })).toMatchObject({ file: thisFile, line: line + 2 });
  expect(locate?.({ document: 'site/other', path: [] })).toBeUndefined();
});

function lineOfCaller(): number {
  const frame = new Error('here').stack?.split('\n')[2] ?? '';
  return Number(/:(\d+):\d+\)?$/.exec(frame)?.[1]);
}

test('finding the call leaves the depth of other stack traces alone', () => {
  const before = Error.stackTraceLimit;
  defineCluster('train', clusterInput);
  expect(Error.stackTraceLimit).toBe(before);
});

test('names and documents may be mixed, and a document may be listed and deployed', () => {
  const lux = defineSite('lux', siteInput);
  const spare = defineSite('spare', siteInput);
  const train = defineCluster('train', clusterInput);
  const definition = defineProject({
    organization: 'example',
    tenants: { red: {} },
    sites: [lux, spare],
    clusters: [train],
    deployments: [
      { cluster: train, site: lux },
      { cluster: 'train', site: 'spare' },
    ],
  });
  expect(Object.keys(definition.sites)).toEqual(['lux', 'spare']);
  expect(definition.project.deployments).toEqual([
    { cluster: 'train', site: 'lux' },
    { cluster: 'train', site: 'spare' },
  ]);
});

test('two documents of one name are refused, with both places', () => {
  const define = () =>
    defineProject({
      organization: 'example',
      tenants: {},
      deployments: [],
      sites: [defineSite('lux', siteInput), defineSite('lux', siteInput)],
    });
  expect(define).toThrow(DefinitionError);
  expect(define).toThrow(/^site "lux" is defined twice, first at .*define\.test\.ts:\d+ \[DEFINE_TWICE\]$/);
});
