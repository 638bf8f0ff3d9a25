import { describe, expect, test } from 'vitest';
import { fieldEffectsPage } from '../../scripts/field-effects/page.js';
import { differenceOf, type StackJson } from '../../scripts/field-effects/plan.js';
import { printTable } from '../../scripts/field-effects/print.js';
import { fieldEffects } from '../../src/facts/field-effects.js';

/** Steps of a plan from one stack to another, by address. */
function plan(before: StackJson, after: StackJson): Readonly<Record<string, string>> {
  const { planned } = differenceOf('s', before, after);
  return Object.fromEntries(
    planned.map(({ type, name, action, attributes }) => [
      `${type}.${name}`,
      [action, ...attributes].join(' '),
    ]),
  );
}

const vlan = (vid: number, mtu = 1500): StackJson => ({
  resource: {
    maas_vlan: { a: { fabric: '1', vid, mtu } },
    maas_subnet: { a: { cidr: '10.0.0.0/24', vlan: `\${maas_vlan.a.vid}`, name: 'a' } },
    maas_vlan_dhcp: { a: { fabric: 1, vlan: `\${maas_vlan.a.vid}` } },
  },
});

/** A slot by generation and image, as the claim stacks have it. */
const slot = (generation: number, series: string): StackJson => ({
  resource: {
    terraform_data: { s: { input: { generation } } },
    maas_instance: {
      s: {
        deploy_params: { distro_series: series },
        release_params: { erase: true },
        lifecycle: { ignore_changes: ['deploy_params'], replace_triggered_by: ['terraform_data.s'] },
      },
    },
  },
});

describe('the difference of two syntheses', () => {
  test('is nothing where only notes, order and lifecycle differ', () => {
    const [before, after] = [slot(1, 'noble'), slot(1, 'noble')];
    const { resource = {} } = after;
    const noted = { ...resource['maas_instance']?.['s'], '//': { metadata: {} }, depends_on: ['x.y'] };
    expect(plan(before, { resource: { ...resource, maas_instance: { s: noted } } })).toEqual({});
  });

  test('updates in place, replaces by what the provider replaces for, and follows references', () => {
    expect(plan(vlan(10), vlan(10, 9000))).toEqual({ 'maas_vlan.a': 'update mtu' });
    expect(plan(vlan(10), vlan(11))).toEqual({
      'maas_vlan.a': 'replace vid',
      'maas_subnet.a': 'update vlan',
      'maas_vlan_dhcp.a': 'replace vlan',
    });
  });

  test('hides what is ignored, and tells it apart', () => {
    const { planned, ignored } = differenceOf('s', slot(1, 'noble'), slot(1, 'jammy'));
    expect(planned).toEqual([]);
    expect(ignored).toMatchObject([{ type: 'maas_instance', attributes: ['deploy_params.distro_series'] }]);
  });

  test('replaces what a changed trigger names, with all that was ignored', () => {
    const { planned, ignored } = differenceOf('s', slot(1, 'noble'), slot(2, 'jammy'));
    expect(planned.map(({ type, action }) => `${action} ${type}`)).toEqual([
      'update terraform_data',
      'replace maas_instance',
    ]);
    expect(ignored).toEqual([]);
  });

  test('follows the answer of a data source that is asked otherwise', () => {
    const nic = (name: string): StackJson => ({
      data: { maas_fabric: { f: { name } } },
      resource: { maas_vlan: { a: { fabric: `\${data.maas_fabric.f.id}`, vid: 10 } } },
    });
    expect(plan(nic('one'), nic('two'))).toEqual({ 'maas_vlan.a': 'replace fabric' });
  });

  test('takes what is looked up for what was made under that name, and not the other way round', () => {
    const made: StackJson = {
      resource: {
        maas_fabric: { f: { name: 'f' } },
        maas_vlan: { a: { fabric: `\${maas_fabric.f.id}`, vid: 10 } },
      },
    };
    const found: StackJson = {
      data: { maas_fabric: { f: { name: 'f' } } },
      resource: { maas_vlan: { a: { fabric: `\${data.maas_fabric.f.id}`, vid: 10 } } },
    };
    expect(plan(made, found)).toEqual({ 'maas_fabric.f': 'delete' });
    expect(plan(found, made)).toEqual({ 'maas_fabric.f': 'create', 'maas_vlan.a': 'replace fabric' });
  });

  test('creates what comes and deletes what goes, with its stack too', () => {
    expect(plan({}, slot(1, 'noble'))).toEqual({ 'terraform_data.s': 'create', 'maas_instance.s': 'create' });
    expect(differenceOf('s', slot(1, 'noble'), undefined).planned.map(({ action }) => action)).toEqual([
      'delete',
      'delete',
    ]);
  });

  test('tells settings of Terraform itself', () => {
    const state = (bucket: string): StackJson => ({ terraform: { backend: { s3: { bucket } } } });
    expect(differenceOf('s', state('a'), state('b')).settings).toEqual(['terraform.backend.s3.bucket']);
  });
});

test('the printed table reads back as it was, a line for each change and each step', () => {
  const text = printTable(fieldEffects);
  expect(JSON.parse(text)).toEqual(fieldEffects);
  expect(text.split('\n').length).toBeGreaterThan(fieldEffects.length);
});

test('the page has every field that acts by itself', () => {
  const text = fieldEffectsPage(fieldEffects);
  const own = fieldEffects.filter(({ sameAs }) => sameAs === undefined);
  expect(own.filter(({ field }) => !text.includes(`| \`${field}\` |`))).toEqual([]);
});
