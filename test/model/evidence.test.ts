import { expect, test } from 'vitest';
import { type Evidence, readEvidence } from '../../src/model/lock/evidence.js';
import { said } from '../support/said.js';

const output = { rackform_stack: { value: 'dc1-train-claim-01' } };
type Resource = Readonly<Record<string, unknown>>;

const managed = (type: string, name: string, values?: object, more: object = {}): Resource => ({
  mode: 'managed',
  type,
  name,
  ...(values === undefined ? {} : { values }),
  ...more,
});

function evidenceOf(resources: readonly Resource[], document: object = {}): Evidence {
  const values = { outputs: output, root_module: { resources } };
  const { evidence, issues } = readEvidence(
    JSON.stringify({ format_version: '1.0', values, ...document }),
    'state.json',
  );
  expect(said(issues)).toBe('');
  return evidence ?? expect.fail('there is no evidence');
}

const slotsOf = (resources: readonly Resource[]) => Object.fromEntries(evidenceOf(resources).slots);
const trigger = (name: string, asset: string, generation: number | string = 1) =>
  managed('terraform_data', name, { input: { asset, generation } });
const instance = (name: string, release?: object, more: object = {}) =>
  managed(
    'maas_instance',
    name,
    { id: '4y3h7n', ...(release === undefined ? {} : { release_params: [release] }) },
    more,
  );
const machines = {
  mode: 'data',
  type: 'maas_machines',
  name: 'all',
  values: { machines: [{ hostname: 'gpu-1', system_id: '4y3h7n' }] },
};

const refused = (text: string) => {
  const { evidence, issues } = readEvidence(text, 'state.json');
  expect(evidence).toBeNull();
  return said(issues);
};

test('what is no state and no plan is refused, with what to give instead', () => {
  expect(refused('not JSON')).toMatchInlineSnapshot(`
    "project state.json:1:1
      error [LOCK_EVIDENCE] the evidence is not JSON
      hint: give what \`terraform show -json\` prints in the folder of a stack"
  `);
  expect(refused('[]')).toMatchInlineSnapshot(`
    "project state.json:1:1
      error [LOCK_EVIDENCE] the evidence is neither a state nor a plan in JSON
      hint: give what \`terraform show -json\` prints in the folder of a stack"
  `);
  expect(refused(JSON.stringify({ format_version: '2.0', values: {} }))).toMatchInlineSnapshot(`
    "project state.json:1:1
      error [LOCK_EVIDENCE] the evidence has format version "2.0", and 1.x is known
      hint: use a Terraform whose JSON output this rackform knows"
  `);
  expect(refused(JSON.stringify({ format_version: '10.0', values: {} }))).toContain('"10.0"');
  expect(
    refused(JSON.stringify({ format_version: '1.0', values: { root_module: {} } })),
  ).toMatchInlineSnapshot(`
    "project state.json:1:1
      error [LOCK_EVIDENCE] the evidence does not say which stack it is of
      hint: a state that was applied by rackform has an output rackform_stack; apply the stack once, then try again"
  `);
  expect(refused(JSON.stringify({ format_version: '1.0', planned_values: {} }))).toContain(
    'does not say which stack',
  );
  expect(refused(JSON.stringify({ format_version: '1.0', values: { outputs: { other: {} } } }))).toContain(
    'does not say',
  );
});

test('of a plan the state before it counts, and its outputs say which stack it is of', () => {
  const planned_values = { outputs: output, root_module: { resources: [trigger('train-gpu-002', 'gpu-2')] } };
  const fresh = evidenceOf([], { values: undefined, planned_values });
  expect(fresh).toEqual({ stack: 'dc1-train-claim-01', slots: new Map(), machines: new Set(), resources: 0 });
  const before = {
    values: { outputs: output, root_module: { resources: [trigger('train-gpu-001', 'gpu-1')] } },
  };
  const next = evidenceOf([], { values: undefined, planned_values, prior_state: before });
  expect([...next.slots.keys()]).toEqual(['train-gpu-001']);
  expect(next.resources).toBe(1);
});

test('a slot is what its trigger was told, with its deployment and how that is erased', () => {
  const all = [trigger('s', 'gpu-1', '3'), instance('s', { erase: true, secure_erase: true }), machines];
  expect(slotsOf(all)).toEqual({
    s: { asset: 'gpu-1', generation: 3, erase: 'secure', isComplete: true, on: 'gpu-1' },
  });
  expect(evidenceOf(all)).toMatchObject({ resources: 2, machines: new Set() });
  const other = { ...machines, values: { machines: [{ hostname: 'gpu-9', system_id: 'other' }] } };
  expect(slotsOf([trigger('s', 'gpu-1'), instance('s'), other])).toEqual({
    s: { asset: 'gpu-1', generation: 1, erase: 'none', isComplete: true },
  });
  expect(slotsOf([trigger('s', 'gpu-1')])).toEqual({
    s: { asset: 'gpu-1', generation: 1, erase: null, isComplete: false },
  });
  expect(slotsOf([instance('s')])).toEqual({});
});

test.each([
  [{ erase: false, secure_erase: true }, 'none'],
  [{ secure_erase: true }, 'none'],
  [{ erase: true, quick_erase: true, secure_erase: true }, 'quick'],
  [{ erase: true, quick_erase: false, secure_erase: true }, 'secure'],
  [{ erase: true, secure_erase: false }, 'full'],
  [{ erase: true }, 'full'],
  [{ erase: 'yes' }, 'none'],
] as const)('release parameters %o erase %s', (release, erase) => {
  expect(slotsOf([trigger('s', 'gpu-1'), instance('s', release)])['s']).toMatchObject({ erase });
});

test('a deployment that is tainted is not whole, in MAAS and in Ironic', () => {
  const tainted = { tainted: true };
  expect(slotsOf([trigger('s', 'gpu-1'), instance('s', undefined, tainted)])['s']).toMatchObject({
    isComplete: false,
  });
  const ironic = managed('ironic_deployment', 's', { node: 'gpu-1', provision_state: 'active' }, tainted);
  expect(slotsOf([trigger('s', 'gpu-1'), ironic])['s']).toMatchObject({ isComplete: false, on: 'gpu-1' });
});

test.each([
  [{ node: 'gpu-1', provision_state: 'active' }, true],
  [{ node_uuid: 'gpu-1', provision_state: null }, true],
  [{ node_uuid: 'gpu-1' }, true],
  [{ node: 'gpu-1', provision_state: 'deploy failed' }, false],
] as const)('a deployment of Ironic with %o: whole is %s', (values, isComplete) => {
  const all = [trigger('s', 'gpu-1'), managed('ironic_deployment', 's', values)];
  expect(slotsOf(all)['s']).toEqual({ asset: 'gpu-1', generation: 1, erase: null, isComplete, on: 'gpu-1' });
});

test('a deployment of Ironic of which no values are known counts as whole, and names no node', () => {
  const all = [trigger('s', 'gpu-1'), managed('ironic_deployment', 's')];
  expect(slotsOf(all)['s']).toEqual({ asset: 'gpu-1', generation: 1, erase: null, isComplete: true });
  const numbered = [trigger('s', 'gpu-1'), managed('ironic_deployment', 's', { node: 4 })];
  expect(slotsOf(numbered)['s']).not.toHaveProperty('on');
});

test('how Ironic releases is said by a resource of its own', () => {
  const release = (name: string, input: object) => managed('terraform_data', name, { input });
  const all = [trigger('train-gpu-001', 'gpu-1'), release('release_train-gpu-001', { erase: 'quick' })];
  expect(slotsOf(all)).toMatchObject({ 'train-gpu-001': { erase: 'quick' } });
  expect(slotsOf([trigger('s', 'gpu-1'), release('s', { erase: 'quick' })])).toMatchObject({
    s: { erase: null },
  });
  expect(slotsOf([trigger('s', 'gpu-1'), release('release_s', { erase: 'wholly' })])).toMatchObject({
    s: { erase: null },
  });
});

test('an imported slot has a trigger that was told nothing', () => {
  const imported = managed('terraform_data', 's', { id: 's', input: null });
  expect(slotsOf([imported, instance('s', { erase: true })])).toEqual({
    s: { erase: 'full', isComplete: true },
  });
  expect(slotsOf([managed('terraform_data', 's', {})])).toEqual({ s: { erase: null, isComplete: false } });
  expect(slotsOf([managed('terraform_data', 's')])).toEqual({});
  expect(slotsOf([managed('terraform_data', 's', { input: { asset: 'gpu-1', generation: 'x' } })])).toEqual(
    {},
  );
});

test('of a dry run the null resources are the evidence', () => {
  const triggers = { asset: 'gpu-1', generation: '2', 'release.erase': 'secure' };
  const found = evidenceOf([
    managed('null_resource', 'slot_s', { triggers }),
    managed('null_resource', 'machine_gpu-1', {}),
    managed('null_resource', 'network_front', {}),
    managed('null_resource', 'slot_t', { triggers: { ...triggers, 'release.erase': 'other' } }),
    managed('null_resource', 'slot_u'),
    managed('other', 'machine_x', {}),
  ]);
  expect(Object.fromEntries(found.slots)).toEqual({
    s: { asset: 'gpu-1', generation: 2, erase: 'secure', isComplete: true },
    t: { asset: 'gpu-1', generation: 2, erase: null, isComplete: true },
  });
  expect([...found.machines]).toEqual(['gpu-1']);
  expect(found.resources).toBe(6);
});

test('machines are enrolled in MAAS, and in each dialect of Ironic, by resources of these types', () => {
  const types = ['maas_machine', 'ironic_node', 'ironic_node_v1', 'maas_vlan'];
  const found = evidenceOf(types.map((type) => managed(type, type)));
  expect([...found.machines]).toEqual(['maas_machine', 'ironic_node', 'ironic_node_v1']);
});

test('lists of machines are read from their data source alone', () => {
  const listed = { machines: [{ hostname: 'gpu-1', system_id: '4y3h7n' }] };
  const elsewhere = [
    { mode: 'managed', type: 'maas_machines', name: 'x', values: listed },
    { mode: 'data', type: 'other', name: 'y', values: listed },
    { mode: 'data', type: 'maas_machines', name: 'z', values: { machines: [{ hostname: 'gpu-1' }] } },
    { mode: 'data', type: 'maas_machines', name: 'w' },
  ];
  expect(slotsOf([trigger('s', 'gpu-1'), instance('s'), ...elsewhere])['s']).not.toHaveProperty('on');
});
