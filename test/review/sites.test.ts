import { describe, expect, test } from 'vitest';
import { loadProject } from '../../src/inventory/load.js';
import { resolve } from '../../src/model/resolve.js';
import type { SiteModel } from '../../src/model/types.js';
import { laterOf } from '../../src/review/model-changes/later.js';
import { atSite } from '../../src/review/model-changes/slots.js';
import { Policy } from '../../src/review/policy.js';
import { reviewOf } from '../../src/review/review.js';
import { fromRoot } from '../support/project-root.js';
import { known, noDefinition, planJson, readJson } from './support/plan-json.js';

const project = loadProject(fromRoot('examples', 'ironic'));
const resolution = resolve(project.definition, { site: 'north', lock: null });
if (resolution.model === null || resolution.lock === null) throw new Error('the example does not resolve');

/** Two sites that are the same but for their names: machines and slots of each are called as those of the other. */
const called = <T>(value: T, site: string): T =>
  JSON.parse(JSON.stringify(value).replaceAll('north', site)) as T;
const sites = ['north', 'south'];
const definitions = {
  models: sites.map((site): SiteModel => called(resolution.model as SiteModel, site)),
  locks: sites.map((site) => called(resolution.lock, site)).flatMap((lock) => lock ?? []),
};

const slot = 'train-b-control-001';
const asset = definitions.locks[0]?.slots.find(({ name }) => name === slot)?.asset ?? '';
const given = { node_uuid: asset };
const wiped = sites.map((site) =>
  readJson(
    planJson({
      stack: `${site}-train-b-claim-01`,
      prior: [known(`ironic_deployment.${slot}`, given)],
      changes: [
        {
          address: `ironic_deployment.${slot}`,
          actions: ['delete'],
          before: given,
          provider: 'registry.terraform.io/openshift-metal3/ironic',
        },
      ],
    }),
  ),
);
const both = { ...noDefinition, plans: wiped, base: definitions, head: definitions };

describe('two sites with machines and slots of the same names', () => {
  test('have each their own servers, with ids that differ', () => {
    const { verdict, servers, rows } = reviewOf(both);
    expect(verdict.text).toMatch(/^WIPES 2 servers, /);
    expect(servers.map(({ id, name, site }) => [id, name, site])).toEqual([
      [`north/${asset}`, asset, 'north'],
      [`south/${asset}`, asset, 'south'],
    ]);
    expect(rows.map((row) => row.servers)).toEqual([[`north/${asset}`], [`south/${asset}`]]);
  });

  test('lose capacity each for itself', () => {
    const { capacity, racks } = reviewOf({ ...both, plans: wiped.slice(0, 1) });
    expect(capacity?.quorums.map(({ site, servers }) => [site, servers.during])).toEqual([
      ['north', 2],
      ['south', 3],
    ]);
    const touched = racks.flatMap(({ site, machines }) =>
      machines.flatMap(({ server }) => (server === null ? [] : [`${site} ${server}`])),
    );
    expect(touched).toEqual([`north ${asset}`]);
  });

  test('are counted each for itself by a policy', () => {
    const policy = (most: object) =>
      reviewOf({ ...both, policy: Policy.parse({ most }) }).refusals.map(({ rule }) => rule);
    expect(policy({ perRack: 1, perQuorumGroup: 1 })).toEqual([]);
    expect(policy({ perQuorumGroup: 0 })).toEqual(['POLICY_QUORUM', 'POLICY_QUORUM']);
  });

  test('have each their own content that waits for a reimage', () => {
    const contents = Object.fromEntries(
      definitions.locks.flatMap(({ site, slots }) =>
        slots.map(({ name, content }) => [atSite(site, name), content ?? 'as deployed']),
      ),
    );
    const locks = definitions.locks.map((lock) => ({
      ...lock,
      slots: lock.slots.map((one) => ({ ...one, content: one.content ?? 'as deployed' })),
    }));
    const base = { ...definitions, locks, contents };
    const head = { ...base, contents: { ...contents, [atSite('north', slot)]: 'another' } };
    expect(laterOf(base, head).map(({ site, names }) => [site, names])).toEqual([['north', slot]]);
    expect(laterOf(base, base)).toEqual([]);
  });
});
