import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  ironicHardware,
  schedulerClass,
  whyHardwareTypeRefused,
  whyInterfaceRefused,
} from '../../../src/facts/ironic-hardware.js';
import { defaultMicroversion, highestApi, ironicVersion } from '../../../src/facts/ironic-releases.js';
import { ironicProviders } from '../../../src/facts/providers/ironic.js';
import {
  IRONIC_DIALECTS,
  ironicDialects,
  whyIronicProviderRefused,
} from '../../../src/facts/providers/ironic-dialects.js';
import { IRONIC_LIMITS } from '../../../src/facts/providers/ironic-supports.js';
import { fromRoot } from '../../support/project-root.js';

describe.each(IRONIC_DIALECTS)('the row of %s in the table of dialects', (dialect) => {
  const row = ironicDialects[dialect];
  const { schema, behaviour } = ironicProviders[dialect];
  const node = schema.resources[row.nodeType]?.block;

  test('speaks of the provider whose schema is carried, and of attributes that are in it', () => {
    expect(row.source).toBe(schema.source);
    const named = [
      ...row.interfaces.map((name) => `${name}_interface`),
      ...row.ignoredOfNode,
      ...Object.keys(row.walk ?? {}),
    ];
    expect(named.filter((name) => node?.attributes[name] === undefined)).toEqual([]);
    const deployment = schema.resources['ironic_deployment']?.block;
    expect(
      [row.nodeOfDeployment, ...row.ignoredOfDeployment].filter(
        (name) => deployment?.attributes[name] === undefined,
      ),
    ).toEqual([]);
  });

  test('ignores every attribute of a deployment that replaces and that rackform may write', () => {
    const replacing = behaviour['ironic_deployment']?.requiresReplace ?? [];
    // A reimage is said by these two: where the provider has a generation, they are told to it as well.
    const isSaid = (name: string) => row.nodeOfDeployment === 'node' && ['generation', 'node'].includes(name);
    const written = replacing.filter((name) => !name.startsWith('user_data_url') && !isSaid(name));
    expect(written.filter((name) => !row.ignoredOfDeployment.includes(name))).toEqual([]);
  });

  test('takes its own target version', () => {
    expect(whyIronicProviderRefused(dialect, row.target)).toBeUndefined();
  });
});

test('asks for the version of rackform’s own provider that this package has', () => {
  const { version } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string };
  expect(ironicDialects.rackform.target).toBe(version);
});

test('refuses the tag 1.0.0 of metal3-community, and says how to get one that starts', () => {
  expect(whyIronicProviderRefused('metal3-community', '1.0.0')).toMatch(/cannot start.*Build its source/);
  expect(whyIronicProviderRefused('metal3-community', '2.0.0')).toContain('not below 2.0.0');
  expect(whyIronicProviderRefused('openshift-metal3', '0.5.0')).toContain('older than 0.6.0');
});

test('knows releases by name and by number, and nothing else', () => {
  expect(ironicVersion('2026.1')).toBe('35.0');
  expect(ironicVersion('39.0')).toBe('39.0');
  expect(ironicVersion('39.0.1')).toBe('39.0.1');
  expect(ironicVersion('2031.1')).toBeUndefined();
  expect(ironicVersion('constructor')).toBeUndefined();
});

test('asks for an API version that the Ironic has', () => {
  expect(defaultMicroversion('21.4')).toBe('1.82');
  expect(defaultMicroversion('39.0')).toBe('1.95');
  expect(highestApi('21.4')?.api).toBe('1.82');
  expect(highestApi('35.0')).toEqual({ ironic: '39.0', api: '1.115' });
  expect(highestApi('40.0')).toBeUndefined();
});

test.each([
  ['ilo', '35.0', undefined],
  ['ilo', '36.0', 'was removed in Ironic 36.0'],
  ['irmc', '39.0', 'was removed in Ironic 36.0'],
  ['ibmc', '26.0', 'was removed in Ironic 26.0'],
  ['redfish', '39.0', undefined],
] as const)('hardware type %s in Ironic %s', (type, version, why) => {
  expect(whyHardwareTypeRefused(type, version)).toBe(why);
});

test('writes no hardware type whose BMC it cannot name', () => {
  for (const type of ['snmp', 'xclarity'] as const)
    expect(whyHardwareTypeRefused(type, '20.0')).toContain('is not written by rackform');
});

test.each([
  ['ipmi', 'boot', 'redfish-virtual-media', 'does not go with hardware type ipmi'],
  ['ipmi', 'bios', 'redfish', 'does not go with hardware type ipmi'],
  ['idrac', 'management', 'redfish', 'does not go with hardware type idrac'],
  ['idrac', 'boot', 'redfish-virtual-media', 'does not go with hardware type idrac'],
  ['redfish', 'boot', 'ipxe', undefined],
  ['redfish', 'console', 'anything', undefined],
  ['fake-hardware', 'boot', 'redfish-virtual-media', undefined],
] as const)('%s with %s interface %s', (type, name, value, why) => {
  const found = whyInterfaceRefused(type, name, value, '39.0');
  if (why === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(why);
});

test('an interface that came later is refused of an older Ironic', () => {
  expect(whyInterfaceRefused('redfish', 'boot', 'http', '21.4')).toBe('came with Ironic 23.0');
});

test('every hardware type that has interfaces to check has power or none of its own', () => {
  for (const [type, { interfaces }] of Object.entries(ironicHardware))
    if (interfaces !== undefined) expect(interfaces.power, type).toBeDefined();
});

test('maps a resource class as schedulers do', () => {
  expect(schedulerClass('gpu-2u')).toBe('CUSTOM_GPU_2U');
  expect(schedulerClass('baremetal.gpu')).toBe('CUSTOM_BAREMETAL_GPU');
});

test('words every limit as a message: lower case, no stop, with a way out, a source and a dialect', () => {
  for (const [id, limit] of Object.entries(IRONIC_LIMITS)) {
    expect(id).toMatch(/^ironic\/[a-z-]+$/);
    for (const text of [limit.text, limit.instead]) {
      expect(text, id).toMatch(/[^.!]$/);
      expect(text, id).toMatch(/^(?:[a-z]|Ironic|RAID|BMC)/);
    }
    expect(limit.source, id).not.toBe('');
    expect(limit.dialects.length, id).toBeGreaterThan(0);
  }
});
