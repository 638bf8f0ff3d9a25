import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ironicDialects } from '../../src/facts/providers/ironic-dialects.js';
import { loadProject } from '../../src/inventory/load.js';
import { ironicProvider } from '../../src/ironic-provider/provider.js';
import { resolve } from '../../src/model/resolve.js';
import type { SiteModel } from '../../src/model/types.js';
import { reattachProviders } from '../../src/protocol/reattach.js';
import { serveProvider } from '../../src/protocol/server.js';
import { installedOrNull, type TestIronic, testIronic } from '../ironic-provider/support/ironic.js';
import { emptied, IronicSite, onFakeHardware } from '../support/ironic-site.js';
import { withSlot } from '../support/model-fixture.js';
import { fromRoot } from '../support/project-root.js';

const installed = await installedOrNull();
const slot = 'train-b-gpu-001';

/** The example’s site north, of servers that a real Ironic has: ones that are not there. */
function north(apiUrl: string): SiteModel {
  const project = loadProject(fromRoot('examples', 'ironic'));
  const { model } = resolve(project.definition, { site: 'north', lock: null });
  if (model === null) throw new Error('the example does not resolve');
  return onFakeHardware(model, apiUrl);
}

describe.skipIf(installed === null)('the example at a real Ironic', { timeout: 600_000 }, () => {
  let ironic: TestIronic;
  let site: IronicSite;
  let model: SiteModel;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    if (installed === null) return;
    ironic = await testIronic(installed);
    model = north(ironic.url);
    const { socket, close } = await serveProvider(ironicProvider({ env: {}, log: () => {} }));
    stop = close;
    const { source } = ironicDialects.rackform;
    const served = [{ source, socket, protocolVersion: 6 as const }];
    site = new IronicSite(
      { enrolment: 'north-enrolment-01', claim: 'north-train-b-claim-01' },
      { TF_REATTACH_PROVIDERS: reattachProviders(served, process.pid) },
    );
  });
  afterAll(async () => {
    site?.remove();
    await stop?.();
    await ironic?.stop();
  });

  const states = async () => {
    const { nodes } = await ironic.request('GET', 'nodes?fields=name,provision_state');
    const found = nodes as readonly { readonly name: string; readonly provision_state: string }[];
    return new Set(found.map((node) => node.provision_state));
  };

  test('is enrolled, and plans nothing more', async () => {
    await site.apply('enrolment', model);
    expect(await states()).toEqual(new Set(['manageable']));
    expect(await site.plan('enrolment', model)).toEqual({});
  });

  test('is deployed, and neither state plans anything more', async () => {
    await site.apply('claim', model);
    expect(await states()).toEqual(new Set(['active']));
    expect(await site.plan('claim', model)).toEqual({});
    expect(await site.plan('enrolment', model)).toEqual({});
  });

  test('has its network by network data, and its image with its checksum', async () => {
    const { instance_info: info } = await ironic.node('gpu-a01');
    expect(info).toMatchObject({
      image_source: 'https://images.north.example.net/noble-2026-10.qcow2',
      image_checksum: '5f'.repeat(32),
    });
  });

  test('has one slot reimaged by its generation, and no other touched', async () => {
    const other = (await ironic.node('gpu-a02'))['provision_updated_at'];
    const before = (await ironic.node('gpu-a01'))['provision_updated_at'];
    model = withSlot(model, slot, (one) => ({ ...one, generation: one.generation + 1 }));
    expect(await site.plan('claim', model)).toEqual({
      [`ironic_deployment.${slot}`]: 'delete create',
      [`terraform_data.${slot}`]: 'update',
    });
    await site.apply('claim', model);
    expect(await site.plan('claim', model)).toEqual({});
    expect((await ironic.node('gpu-a01'))['provision_updated_at']).not.toBe(before);
    expect((await ironic.node('gpu-a02'))['provision_updated_at']).toBe(other);
  });

  test('is given back, which the enrolment does not mind, and leaves Ironic empty', async () => {
    await site.apply('claim', emptied(model));
    expect(await states()).toEqual(new Set(['available']));
    expect(await site.plan('enrolment', model)).toEqual({});
    await site.apply('enrolment', emptied(model));
    expect(await ironic.request('GET', 'nodes')).toMatchObject({ nodes: [] });
  });
});
