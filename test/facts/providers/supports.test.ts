import { expect, test } from 'vitest';
import {
  compareVersions,
  MAAS_LIMITS,
  MAAS_PROVIDER,
  maasProviderConstraint,
  maasServerHas,
  whyMaasProviderRefused,
} from '../../../src/facts/providers/supports.js';

test('refuses the two releases that redeploy a fleet, and says so', () => {
  expect(whyMaasProviderRefused('2.7.0')).toContain('redeploy every instance');
  expect(whyMaasProviderRefused('2.7.1')).toContain('redeploy every instance');
});

test('refuses what is older, what lies between, and what is newer than known', () => {
  expect(whyMaasProviderRefused('2.3.0')).toContain('older than 2.7.2 and not 2.4.0');
  expect(whyMaasProviderRefused('2.5.0')).toContain('older than 2.7.2 and not 2.4.0');
  expect(whyMaasProviderRefused('3.0.0')).toContain('not below 3.0.0');
});

test('takes the minimum, the target, later 2.x, and 2.4 with its patches', () => {
  for (const version of [MAAS_PROVIDER.minimum, MAAS_PROVIDER.target, '2.10.3', '2.4.0', '2.4.7']) {
    expect(whyMaasProviderRefused(version)).toBeUndefined();
  }
});

test('asks Terraform for patches of the version that is named, and for none that is refused', () => {
  expect(maasProviderConstraint('2.8.0')).toBe('~> 2.8.0, >= 2.7.2, < 3.0.0');
  expect(maasProviderConstraint('2.4.0')).toBe('~> 2.4.0, >= 2.4.0, < 2.5.0');
});

test('compares versions by number, not by letter', () => {
  expect(compareVersions('2.10.0', '2.9.9')).toBe(1);
  expect(compareVersions('3.5', '3.5.0')).toBe(0);
  expect(compareVersions('3.5', '3.5.1')).toBe(-1);
});

test('knows from which MAAS release scripts and DPUs work', () => {
  expect(maasServerHas('3.4.9', 'release-scripts')).toBe(false);
  expect(maasServerHas('3.5', 'release-scripts')).toBe(true);
  expect(maasServerHas('3.5.13', 'is-dpu')).toBe(false);
  expect(maasServerHas('3.6', 'is-dpu')).toBe(true);
});

test('words every limit as a message: lower case, no stop, with a way out and a source', () => {
  for (const [id, limit] of Object.entries(MAAS_LIMITS)) {
    expect(id).toMatch(/^maas\/[a-z-]+$/);
    for (const text of [limit.text, limit.instead]) {
      expect(text, id).toMatch(/[^.!]$/);
      expect(text, id).toMatch(/^(?:[a-z]|RAID|IPMI|MAAS)/);
    }
    expect(limit.source, id).not.toBe('');
  }
});
