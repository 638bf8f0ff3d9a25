import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { terraformBuiltin } from '../../src/facts/providers/builtin.js';
import { maasProvider } from '../../src/facts/providers/maas.js';
import { runGuardrails } from '../../src/guardrails/run.js';
import { loadProject } from '../../src/inventory/load.js';
import { importReferenceApi } from '../../src/inventory/reference-api.js';
import { printLock } from '../../src/model/lock/lock-file.js';
import { resolve } from '../../src/model/resolve.js';
import { isolationOf } from '../../src/model/tenancy/isolation.js';
import type { SiteModel } from '../../src/model/types.js';
import { expectGolden } from '../support/golden.js';
import { factsOf } from '../support/ironic-fixture.js';
import { fromRoot } from '../support/project-root.js';
import { addressesOf, blockOf, blocksOf, stackOf, synth } from '../support/synth.js';
import { validateTerraformJson } from '../support/terraform-schema.js';

const project = loadProject(fromRoot('examples', 'inference'));
const sites = ['dc2', 'dc3', 'edge1'];

/** In each test anew, so that each is a test of the whole way. */
const at = (site: string) => resolve(project.definition, { site, lock: null });

function modelAt(site: string): SiteModel {
  const { model } = at(site);
  if (model === null) throw new Error(`the example does not resolve at ${site}`);
  return model;
}

const atDc2 = () => synth(modelAt('dc2'));
const atDc3 = () => synth(modelAt('dc3'));
const atEdge1 = () => synth(modelAt('edge1'));

test('the example has no problem at any site but those that it acknowledges', () => {
  expect(project.issues).toEqual([]);
  const found = sites.map(at).flatMap((resolution) => [...resolution.issues, ...runGuardrails(resolution)]);
  expect(found.map((issue) => [issue.code, issue.acknowledged !== undefined])).toEqual([
    ['tests/no-gpu-test', true],
    ['tests/no-gpu-test', true],
    ['bmc/shared-credentials', true],
    ['tests/no-gpu-test', true],
    // Used at the other sites; rackform check looks at all.
    ['ACKNOWLEDGE_UNUSED', false],
  ]);
});

const clusterAt = (site: string) => modelAt(site).clusters.find(({ name }) => name === 'serve');

describe('at all sites', () => {
  test('one layout means the profiles of the GPU that is there', () => {
    const profilesAt = (site: string) =>
      clusterAt(site)
        ?.slots.find(({ pool }) => pool === 'mig')
        ?.mig?.layout.flatMap(({ instances }) =>
          instances.map(({ profile, count }) => `${count}x ${profile}`),
        );
    expect(profilesAt('dc2')).toEqual(['2x 1g.10gb', '1x 2g.20gb', '1x 3g.40gb']);
    expect(profilesAt('dc3')).toEqual(profilesAt('dc2'));
    expect(profilesAt('edge1')).toEqual(['2x 1g.12gb', '1x 2g.24gb', '1x 3g.47gb']);
  });

  test('the operator’s platform is the tenant of every machine', () => {
    for (const site of sites)
      expect([...new Set(clusterAt(site)?.slots.map(({ tenant }) => tenant))]).toEqual(['platform']);
  });

  test('machines are on the front-end network alone, without rails, and erased when released', () => {
    for (const site of sites) {
      for (const slot of clusterAt(site)?.slots ?? []) {
        const networks = slot.ports.flatMap(({ links }) => links.map(({ network }) => network));
        expect(networks).toEqual([site === 'edge1' ? 'public' : 'front']);
        expect(slot.rails).toEqual([]);
        expect(slot.release.erase).toBe('secure');
      }
    }
  });

  test('control machines have no GPU, and stand in as many racks as there are for them', () => {
    for (const [site, racks] of [
      ['dc2', 3],
      ['dc3', 3],
      ['edge1', 2],
    ] as const) {
      const { machines } = modelAt(site).site;
      const control = clusterAt(site)?.slots.filter(({ role }) => role === 'control') ?? [];
      const used = control.map(({ asset }) => machines.find((machine) => machine.asset === asset));
      expect(used.map((machine) => machine?.hardware.gpus)).toEqual([null, null, null]);
      expect(new Set(used.map((machine) => machine?.rack)).size).toBe(racks);
    }
  });
});

test('the other tenant has a VLAN and a VNI by its id, and shares nothing that is not declared', () => {
  const { site } = modelAt('dc2');
  const numbers = site.networks
    .filter(({ tenant }) => tenant !== null)
    .map(({ name, vid, vni }) => `${name} ${vid} ${vni}`);
  expect(numbers).toEqual(['front 210 10010', 'notebooks 211 10011']);
  const [pair] = isolationOf(modelAt('dc2')).pairs;
  expect(pair?.checks.filter(({ verdict }) => verdict !== 'isolated')).toMatchObject([
    { kind: 'bmc', verdict: 'declared' },
    { kind: 'provisioning-network', verdict: 'declared' },
  ]);
});

describe('the machines of dc3', () => {
  const read = (path: string) => readFileSync(fromRoot('examples', 'inference', path), 'utf8');
  const imported = importReferenceApi([{ name: 'dc3.json', json: read('inventory/dc3.json') }], {
    site: 'dc3',
    provisioner: 'ironic',
    overlay: { name: 'dc3-bmcs.csv', text: read('inventory/dc3-bmcs.csv') },
  });

  test('are those of its inventory, with the BMCs of the CSV that is laid over', () => {
    expect(imported.issues).toEqual([]);
    const { 'sites/dc3/site.yaml': begun = '', ...files } = imported.files;
    expect(Object.keys(files)).toHaveLength(3);
    for (const [path, text] of Object.entries(files)) expect(read(path)).toBe(text);
    expect(parse(begun)).toMatchObject({ provisioner: { type: 'ironic' } });
  });

  test('have BMC addresses in Ironic that the inventory does not know', () => {
    expect(read('inventory/dc3.json')).not.toContain('192.0.2.');
    const nodes = stackOf(atDc3(), 'dc3-enrolment-01').resource?.['ironic_node'] ?? {};
    const addresses = Object.values(nodes).map((node) => /192\.0\.2\.\d+/.exec(JSON.stringify(node))?.[0]);
    expect(new Set(addresses).size).toBe(6);
  });
});

test('every resource at the site with Ironic is one that its provider takes', () => {
  for (const stack of Object.values(atDc3().stacks))
    expect(validateTerraformJson(stack, factsOf('rackform'))).toEqual([]);
});

test('every resource at the site with MAAS is one that its provider takes', () => {
  for (const stack of Object.values(atDc2().stacks)) {
    expect(validateTerraformJson(stack, [maasProvider, terraformBuiltin])).toEqual([]);
  }
});

test.each(['serve-mig-001', 'serve-control-001'])('golden: slot %s under MAAS', (slot) => {
  expectGolden(`inference/${slot}`, blocksOf(stackOf(atDc2(), 'dc2-serve-claim-01'), slot));
});

test('golden: a MIG slot and its machine under Ironic', () => {
  const of = (stackName: string, id: string) => {
    const stack = stackOf(atDc3(), stackName);
    const own = addressesOf(stack).filter((address) => address.endsWith(id));
    return own.map((address) => [address, blockOf(stack, address)] as const);
  };
  expectGolden(
    'inference/ironic-mig-001',
    Object.fromEntries([
      ...of('dc3-enrolment-01', '.c-gpu-001'),
      ...of('dc3-serve-claim-01', 'serve-mig-001'),
    ]),
  );
});

test('golden: the MIG slot of the dry run', () => {
  const stack = stackOf(atEdge1(), 'edge1-serve-claim-01');
  const address = addressesOf(stack).find((one) => one === 'null_resource.slot_serve-mig-001');
  expectGolden('inference/dry-run-mig-001', blockOf(stack, address ?? 'none'));
});

test('golden: what the cluster comes to at each site', () => {
  for (const site of sites) {
    const { slots, ...cluster } = clusterAt(site) ?? { slots: [] };
    expectGolden(`inference/cluster-${site}`, {
      ...cluster,
      slots: slots.map(({ name, asset, dnsAddress, mig }) => ({ name, asset, dnsAddress, mig })),
    });
  }
});

test.each(sites)('golden: the lock at %s', (site) => {
  const { lock } = at(site);
  expectGolden(`inference/${site}-lock`, lock === null ? '' : printLock(lock));
});

test('golden: what the model decides of a MIG slot, its machine and the cluster', () => {
  const { site, clusters } = modelAt('dc2');
  const slot = clusterAt('dc2')?.slots.find(({ name }) => name === 'serve-mig-001');
  expectGolden('inference/model-serve-mig-001', {
    slot,
    machine: site.machines.find(({ asset }) => asset === slot?.asset),
    clusters: clusters.map(({ slots: _, ...cluster }) => cluster),
  });
});
