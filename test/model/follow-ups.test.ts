import { expect, test } from 'vitest';
import type { ParsedDefinition } from '../../src/definition/parse.js';
import type { DocumentPath, Issue } from '../../src/errors.js';
import { isFollowUp } from '../../src/model/follow-ups.js';

const issue = (code: string): Issue => ({
  code,
  severity: 'error',
  message: 'is not there',
  at: { document: 'cluster/train', path: [] },
});
const setAside = (document: string, ...path: DocumentPath['path']) =>
  ({ setAside: [{ document, path }] }) as unknown as ParsedDefinition;

test.each([
  ['REF_UNKNOWN_FABRIC', 'fabrics'],
  ['REF_UNKNOWN_ZONE', 'zones'],
  ['REF_UNKNOWN_MODULE', 'modules'],
  ['REF_UNKNOWN_VLAN_POOL', 'vlanPools'],
  ['REF_UNKNOWN_CREDENTIALS', 'credentials'],
  ['REF_UNKNOWN_CREDENTIALS', 'defaults'],
  ['REF_UNKNOWN_IMAGE', 'images'],
  ['REF_UNKNOWN_IMAGE', 'defaults'],
  ['IMAGE_MISSING', 'images'],
  ['IMAGE_MISSING', 'defaults'],
  ['REF_UNKNOWN_PROFILE', 'defaults'],
  ['REF_UNKNOWN_NETWORK', 'networks'],
  ['NETWORK_MISSING', 'networks'],
  ['NIC_MISSING', 'machines'],
  ['allocation/not-enough-machines', 'machines'],
  ['allocation/explicit-machine-unusable', 'machines'],
  ['lock/machine-omitted', 'machines'],
  ['lock/removal-by-omission', 'pools'],
  ['lock/removal-by-omission', 'deployments'],
  ['lock/network-changed', 'networks'],
  ['lock/network-in-use', 'networks'],
])('%s may follow from a record of %s that could not be read', (code, collection) => {
  expect(isFollowUp(issue(code), setAside('site/dc1', collection, 'one'))).toBe(true);
  expect(isFollowUp(issue(code), setAside('site/dc1'))).toBe(true);
  expect(isFollowUp(issue(code), setAside('site/dc1', 'racks', 'one'))).toBe(false);
  expect(isFollowUp(issue(code), { setAside: [] } as unknown as ParsedDefinition)).toBe(false);
});

test.each(['allocation/not-enough-machines', 'allocation/explicit-machine-unusable'])(
  '%s may follow from a hardware profile that could not be read, and no other problem does',
  (code) => {
    expect(isFollowUp(issue(code), setAside('hardware/own', 'gpus'))).toBe(true);
    expect(isFollowUp(issue('NIC_MISSING'), setAside('hardware/own', 'gpus'))).toBe(false);
  },
);

test('a problem that has a cause of its own follows from nothing', () => {
  expect(isFollowUp(issue('DUPLICATE_MAC'), setAside('site/dc1'))).toBe(false);
});
