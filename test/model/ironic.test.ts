import { describe, expect, test } from 'vitest';
import type { Definition } from '../../src/definition/definition.js';
import type { SiteInput } from '../../src/definition/site.js';
import { type Evidence, readEvidence } from '../../src/model/lock/evidence.js';
import type { LockAction } from '../../src/model/lock/lock-actions.js';
import type { Lock } from '../../src/model/lock/lock-types.js';
import { resolve } from '../../src/model/resolve.js';
import { definitionOf, withPools } from '../support/site-fixture.js';

const image = { url: 'http://images/noble.qcow2', checksum: `sha256:${'ab'.repeat(32)}` };

/** The plain site as one of Ironic. */
function ironicSite(
  provisioner: Partial<SiteInput['provisioner']> = {},
  site: Partial<SiteInput> = {},
): Definition {
  const plain = definitionOf();
  const networks = Object.fromEntries(
    Object.entries(plain.sites['dc1']?.networks ?? {}).map(([name, { mode: _, ...network }]) => [
      name,
      network,
    ]),
  );
  return definitionOf({
    site: {
      provisioner: { type: 'ironic', ...provisioner },
      networks,
      images: { noble: image },
      ...site,
    },
  });
}

function problems(definition: Definition): readonly string[] {
  return resolve(definition, { site: 'dc1', lock: null }).issues.map(
    ({ code, at }) => `${code} ${at.path.join('.')}`,
  );
}

function siteModel(definition: Definition) {
  const { model, issues } = resolve(definition, { site: 'dc1', lock: null });
  expect(issues).toEqual([]);
  if (model === null) throw new Error('no model');
  return model;
}

describe('a site of Ironic', () => {
  test('gets the usual dialect, the newest release that is known, and cleaning as Ironic ships it', () => {
    expect(siteModel(ironicSite()).site.provisioner).toMatchObject({
      type: 'ironic',
      providerVersion: '0.1.0',
      ironic: {
        dialect: 'rackform',
        release: '2026.1',
        version: '35.0',
        microversion: '1.95',
        auth: 'none',
        cleaning: 'devices',
      },
    });
  });

  test('takes a release by number, and asks an old one for an API version that it has', () => {
    const { ironic } = siteModel(ironicSite({ release: '21.4' })).site.provisioner;
    expect(ironic).toMatchObject({ version: '21.4', microversion: '1.82' });
  });

  test('takes of a machine its own, then its profile’s, then the site’s, field by field', () => {
    const definition = ironicSite({
      resourceClass: 'of-site',
      conductorGroup: 'of-site',
      interfaces: { boot: 'ipxe', network: 'noop' },
    });
    const profile = definition.hardware['gpu-node'];
    const dc1 = definition.sites['dc1'];
    if (profile === undefined || dc1 === undefined) throw new Error('the fixture has another shape');
    const machines = {
      ...dc1.machines,
      'gpu-r1-n1': {
        ...dc1.machines?.['gpu-r1-n1'],
        overrides: { ironic: { conductorGroup: 'own' } },
      },
    };
    const model = siteModel({
      ...definition,
      sites: { dc1: { ...dc1, machines } },
      hardware: {
        ...definition.hardware,
        'gpu-node': {
          ...profile,
          ironic: { hardwareType: 'idrac', conductorGroup: 'of-profile', interfaces: { boot: 'http' } },
        },
      },
    });
    const node = (asset: string) => model.site.machines.find((one) => one.asset === asset)?.ironic;
    expect(node('gpu-r1-n1')).toMatchObject({
      hardwareType: 'idrac',
      conductorGroup: 'own',
      resourceClass: 'of-site',
      interfaces: [
        { name: 'boot', value: 'http' },
        { name: 'network', value: 'noop' },
      ],
    });
    expect(node('gpu-r1-n2')?.conductorGroup).toBe('of-profile');
    expect(node('cpu-r1-n1')).toMatchObject({ hardwareType: 'redfish', conductorGroup: 'of-site' });
  });

  test('names its resource classes after its profiles where nothing is said', () => {
    expect(siteModel(ironicSite()).site.machines[0]?.ironic?.resourceClass).toBe('cpu-node');
  });

  test('needs no fabric: its switches are one', () => {
    const { dc1 } = ironicSite().sites;
    const networks = Object.fromEntries(
      Object.entries(dc1?.networks ?? {}).map(([name, { fabric: _, ...network }]) => [name, network]),
    );
    const model = siteModel(ironicSite({}, { networks, fabrics: {} }));
    expect(model.clusters[0]?.slots[0]?.ports[0]?.links).toHaveLength(1);
  });

  test.each([
    [
      { settings: { a: 'b' }, serverVersion: '3.5' },
      {},
      ['provisioner.serverVersion', 'provisioner.settings'],
    ],
    [{}, { zones: { east: {} } }, ['zones.east']],
    [{}, { domainMode: 'managed' as const }, ['domainMode']],
    [{}, { fabrics: { fab: { mode: 'managed' as const } } }, ['fabrics.fab.mode']],
  ])('refuses by name what is of MAAS: %j %j', (provisioner, site, paths) => {
    expect(problems(ironicSite(provisioner, site))).toEqual(paths.map((path) => `PROVISIONER_FIELD ${path}`));
  });

  test('refuses networks that it would have to make, once, with all that it is so of', () => {
    const { dc1 } = definitionOf().sites;
    const networks = Object.fromEntries(
      Object.entries(dc1?.networks ?? {}).map(([name, network]) => [
        name,
        network.purpose === 'rail' ? network : { ...network, mode: 'managed' as const },
      ]),
    );
    const { issues } = resolve(ironicSite({}, { networks }), { site: 'dc1', lock: null });
    expect(issues).toMatchObject([
      {
        code: 'PROVISIONER_FIELD',
        message:
          'networks.in-band.mode does nothing at a site whose provisioner is ironic: Ironic manages no networks',
        follows: ['so does networks.provisioning.mode'],
      },
    ]);
  });

  test('refuses what a pool asks that Ironic cannot do, where it asks', () => {
    const definition = withPools(ironicSite(), (pools) => ({
      ...pools,
      gpu: {
        ...pools['gpu'],
        role: 'gpu',
        count: 2,
        networks: { 'in-band': { addressing: 'auto' } },
        storage: { rootDisk: 'nvme0n1' },
        release: { scripts: ['keep-logs'] },
      },
    }));
    expect(problems(definition)).toEqual([
      'ironic/root-disk-of-a-pool pools.gpu.storage.rootDisk',
      'ironic/release-scripts pools.gpu.release.scripts',
      'ironic/auto-addresses pools.gpu.networks.in-band.addressing',
    ]);
  });
});

test('a site of MAAS refuses by name what is of Ironic', () => {
  const definition = definitionOf({
    site: { provisioner: { type: 'maas', dialect: 'openshift-metal3', cleaning: 'none' } },
    machines: { 'gpu-r1-n1': { overrides: { ironic: { vendor: 'x' } } } },
  });
  expect(problems(definition)).toEqual([
    'PROVISIONER_FIELD provisioner.dialect',
    'PROVISIONER_FIELD provisioner.cleaning',
    'PROVISIONER_FIELD machines.gpu-r1-n1.overrides.ironic',
  ]);
});

test('a dry run takes the fields of either provisioner', () => {
  const definition = definitionOf({
    site: { provisioner: { type: 'dry-run', dialect: 'metal3-community', settings: { a: 'b' } } },
  });
  expect(problems(definition)).toEqual([]);
});

describe('what a release erases', () => {
  const eraseOf = (definition: Definition) => siteModel(definition).clusters[0]?.slots[0]?.release.erase;
  const asking = (erase: 'secure' | 'quick' | 'none', cleaning: 'devices' | 'metadata' | 'none') =>
    withPools(ironicSite({ cleaning }), (pools) =>
      Object.fromEntries(
        Object.entries(pools).map(([name, pool]) => [name, { ...pool, release: { erase } }]),
      ),
    );

  test('is what the conductors’ cleaning does, also where a pool asks for less', () => {
    expect(eraseOf(ironicSite())).toBe('secure');
    expect(eraseOf(asking('none', 'devices'))).toBe('secure');
    expect(eraseOf(asking('quick', 'metadata'))).toBe('quick');
    expect(eraseOf(asking('none', 'none'))).toBe('none');
  });

  test('is refused where a pool asks for more', () => {
    expect(problems(asking('secure', 'metadata'))).toEqual([
      'ironic/erase-by-release pools.control.release.erase',
      'ironic/erase-by-release pools.gpu.release.erase',
    ]);
  });
});

/** `terraform show -json` of a claim stack with one slot. */
function claimState(
  node: string,
  changes: { state?: string; tainted?: boolean; erase?: string } = {},
): string {
  const { state = 'active', tainted = false, erase = 'secure' } = changes;
  const resource = (type: string, name: string, values: object) => ({ mode: 'managed', type, name, values });
  return JSON.stringify({
    format_version: '1.0',
    values: {
      outputs: { rackform_stack: { value: 'dc1-train-claim-01' } },
      root_module: {
        resources: [
          resource('terraform_data', 'train-gpu-001', { input: { asset: 'gpu-r1-n1', generation: 1 } }),
          resource('terraform_data', 'release_train-gpu-001', { input: { erase } }),
          {
            ...resource('ironic_deployment', 'train-gpu-001', { node_uuid: node, provision_state: state }),
            tainted,
          },
        ],
      },
    },
  });
}

function evidenceOf(text: string): Evidence {
  const { evidence, issues } = readEvidence(text, 'state.json');
  expect(issues).toEqual([]);
  if (evidence === null) throw new Error('no evidence');
  return evidence;
}

describe('evidence of Ironic', () => {
  test('tells machine, generation, erase and the node that the deployment sits on', () => {
    expect(evidenceOf(claimState('gpu-r1-n1')).slots.get('train-gpu-001')).toEqual({
      asset: 'gpu-r1-n1',
      generation: 1,
      erase: 'secure',
      on: 'gpu-r1-n1',
      isComplete: true,
    });
  });

  test.each([
    ['a state that is not active', { state: 'clean wait' }],
    ['a taint, as a failed deployment leaves it', { tainted: true }],
  ])('is not complete with %s', (_, changes) => {
    expect(evidenceOf(claimState('gpu-r1-n1', changes)).slots.get('train-gpu-001')?.isComplete).toBe(false);
  });

  test.each(['ironic_node_v1', 'ironic_node'])('knows an enrolment by %s', (type) => {
    const text = JSON.stringify({
      format_version: '1.0',
      values: {
        outputs: { rackform_stack: { value: 'dc1-enrolment-01' } },
        root_module: { resources: [{ mode: 'managed', type, name: 'gpu-r1-n1', values: {} }] },
      },
    });
    expect([...evidenceOf(text).machines]).toEqual(['gpu-r1-n1']);
  });
});

test('another dialect is refused while anything is in service: its resources would all be others', () => {
  const { lock } = resolve(ironicSite(), { site: 'dc1', lock: null });
  const other = resolve(ironicSite({ dialect: 'metal3-community' }), { site: 'dc1', lock });
  expect(other.issues).toMatchObject([
    { code: 'lock/provisioner-changed', at: { document: 'site/dc1', path: ['provisioner', 'dialect'] } },
  ]);
  expect(other.issues[0]?.message).toContain('is in service with provisioner ironic/rackform');
});

test('a site that named no dialect when openshift-metal3 was the usual one is told to name it, and not moved', () => {
  const { lock } = resolve(ironicSite({ dialect: 'openshift-metal3' }), { site: 'dc1', lock: null });
  const [issue] = resolve(ironicSite(), { site: 'dc1', lock }).issues;
  expect(issue).toMatchObject({
    code: 'lock/provisioner-changed',
    severity: 'error',
    message:
      'site dc1 is in service with provisioner ironic/openshift-metal3, and its definition says ironic/rackform: the next apply would destroy 3 slots and 8 machines',
    hint: 'say type: ironic and dialect: openshift-metal3; to move, release every slot and machine first, or try the other one in a copy of the project',
  });
});

describe('the life of a slot on Ironic', () => {
  const definition = withPools(ironicSite(), (pools) => ({
    gpu: { ...pools['gpu'], role: 'gpu', count: 1, machines: undefined },
  }));
  const run = (lock: Lock | null, actions: readonly LockAction[] = []) => {
    const result = resolve(definition, { site: 'dc1', lock, baseLock: lock, actions });
    if (result.lock === null) throw new Error('no lock');
    return { ...result, lock: result.lock };
  };
  const applied = (lock: Lock, text: string) =>
    run(lock, [{ kind: 'applied', evidence: [evidenceOf(text)] }]);
  const phaseOf = (lock: Lock) => lock.slots[0]?.phase;

  test('goes into service when its deployment is active, and not before', () => {
    const { lock } = run(null);
    expect(phaseOf(applied(lock, claimState('gpu-r1-n1', { state: 'deploying' })).lock)).toBe('planned');
    expect(phaseOf(applied(lock, claimState('gpu-r1-n1')).lock)).toBe('in-service');
  });

  test('is released only once the state says that cleaning erases what the pool asks', () => {
    const { lock } = applied(run(null).lock, claimState('gpu-r1-n1'));
    const leaving = run(lock, [{ kind: 'release', names: ['train-gpu-001'], reason: 'end' }]).lock;
    expect(phaseOf(applied(leaving, claimState('gpu-r1-n1', { erase: 'quick' })).lock)).toBe('releasing');
    expect(phaseOf(applied(leaving, claimState('gpu-r1-n1', { erase: 'secure' })).lock)).toBe('released');
  });

  test('keeps its machine enrolled until the claim is gone, and says what Ironic would do', () => {
    const { lock } = applied(run(null).lock, claimState('gpu-r1-n1'));
    const { issues } = run(lock, [{ kind: 'release', names: ['gpu-r1-n1'], reason: 'old' }]);
    expect(issues.map(({ message }) => message)).toEqual([
      'machine "gpu-r1-n1" cannot leave: train-gpu-001 holds it, and Ironic would undeploy its server, or lose the ports of one that stays',
    ]);
  });

  test('moves away from a machine that is given up once the state asks for no erase of it', () => {
    const { lock } = applied(run(null).lock, claimState('gpu-r1-n1'));
    const given = run(lock, [{ kind: 'abandon', slots: ['train-gpu-001'], reason: 'BMC dead' }]);
    const slot = given.model?.clusters[0]?.slots[0];
    expect(slot).toMatchObject({ asset: 'gpu-r1-n1', isAbandoned: true, release: { erase: 'none' } });
    const moved = applied(given.lock, claimState('gpu-r1-n1', { erase: 'none' }));
    expect(moved.lock.slots[0]?.asset).not.toBe('gpu-r1-n1');
    expect(moved.lock.machines.find(({ asset }) => asset === 'gpu-r1-n1')).toMatchObject({
      claim: 'train-gpu-001',
      erased: 'not-erased',
    });
  });
});
