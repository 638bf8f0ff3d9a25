import { expect, test } from 'vitest';
import type { Definition } from '../../src/definition/definition.js';
import { resolve } from '../../src/model/resolve.js';

function problemsWith(profile: string) {
  const definition: Definition = {
    project: { organization: 'example', tenants: {}, deployments: [] },
    sites: {
      dc1: {
        domain: 'dc1.example.org',
        provisioner: { type: 'dry-run' },
        machines: { 'gpu-1': { profile } },
      },
    },
    clusters: {},
    hardware: {},
  };
  return resolve(definition, { site: 'dc1', lock: null }).issues;
}

test('a machine of a template says which figures are missing and where to give them', () => {
  expect(problemsWith('amax-2u-epyc')).toMatchObject([
    {
      code: 'REF_UNKNOWN_PROFILE',
      at: { document: 'site/dc1', path: ['machines', 'gpu-1', 'profile'] },
      hint: expect.stringMatching(/^amax-2u-epyc comes without cpu, .*: write hardware\/amax-2u-epyc\.yaml/),
    },
  ]);
});

test('a machine of the catalog needs no profile of the user’s own', () => {
  expect(problemsWith('dgx-h100')).toEqual([]);
});
