import { expect, test } from 'vitest';
import { References } from '../../../src/lab/references.js';

const references = new References([
  'maas_dns_domain',
  'maas_fabric',
  'maas_resource_pool',
  'maas_subnet',
  'maas_vlan',
  'ironic_node_v1',
]);

test('a number names only a thing of the type that the attribute is called after', () => {
  const domain = references.made('maas_dns_domain', { id: '1', name: 'lab.example.org' });
  const fabric = references.made('maas_fabric', { id: '1', name: 'main' });
  const names = references.named({ fabric: '1', vid: 20, name: 'servers' });
  expect(names.filter((name) => fabric.includes(name))).toEqual(['maas_fabric 1']);
  expect(names.filter((name) => domain.includes(name))).toEqual([]);
});

test('what two things refer to makes neither of them wait for the other', () => {
  const vlan = references.made('maas_vlan', { id: '3', fabric: '1', vid: 20 });
  expect(vlan).toEqual(['maas_vlan 3', 'maas_vlan 20']);
  expect(references.named({ fabric: '1', vlan: '20' }).filter((name) => vlan.includes(name))).toEqual([
    'maas_vlan 20',
  ]);
});

test('names a type by the end of its name, with what says that it is an id, at any depth and in lists', () => {
  expect(references.named({ pool: 'gpu', network: [{ subnet_id: 7 }], node_uuid: 'u' })).toEqual([
    'maas_resource_pool gpu',
    'maas_subnet 7',
    'ironic_node_v1 u',
  ]);
});
