import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DefinitionError, InternalError } from '../../src/errors.js';
import { nullProvider, terraformBuiltin } from '../../src/facts/providers/builtin.js';
import { maasProvider } from '../../src/facts/providers/maas.js';
import type { SiteModel } from '../../src/model/types.js';
import { addRackform } from '../../src/stacks/add-rackform.js';
import { createApp } from '../../src/stacks/app.js';
import { expectGolden } from '../support/golden.js';
import { CANARY, exampleModel, exampleSite, withSlot } from '../support/model-fixture.js';
import {
  addressesOf,
  blockOf,
  readSynthesized,
  type StackJson,
  stackOf,
  synth,
  withoutNotes,
} from '../support/synth.js';
import { validateTerraformJson } from '../support/terraform-schema.js';

const providers = [maasProvider, terraformBuiltin, nullProvider];
const claim = 'dc1-train-a-claim-01';

function dryRunModel(): SiteModel {
  const site = exampleSite();
  const provisioner = { ...site.provisioner, type: 'dry-run' as const, providerVersion: '3.2.4' };
  return exampleModel({ site: { ...site, provisioner } });
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('what the providers take', () => {
  test('every stack for MAAS is valid against the provider schema and its measured behaviour', () => {
    for (const stack of Object.values(synth(exampleModel()).stacks)) {
      expect(validateTerraformJson(stack, providers)).toEqual([]);
    }
  });

  test('every stack of a dry run is valid against the null provider', () => {
    for (const stack of Object.values(synth(dryRunModel()).stacks)) {
      expect(validateTerraformJson(stack, providers)).toEqual([]);
    }
  });

  test('the null provider is the only one that a dry run needs', () => {
    const types = Object.values(synth(dryRunModel()).stacks).flatMap((stack) =>
      Object.keys(stack.resource ?? {}),
    );
    expect(new Set(types)).toEqual(new Set(['null_resource']));
  });

  test('the version of the MAAS provider is the site’s with its patches, and never a refused one', () => {
    expect(stackOf(synth(exampleModel()), claim)['terraform']).toMatchObject({
      required_providers: { maas: { source: 'canonical/maas', version: '~> 2.8.0, >= 2.7.2, < 3.0.0' } },
    });
  });

  test('a site without a URL leaves it to the environment', () => {
    const site = exampleSite();
    const model = exampleModel({ site: { ...site, provisioner: { ...site.provisioner, apiUrl: null } } });
    expect(stackOf(synth(model), claim)['provider']).toEqual({ maas: [{}] });
  });
});

describe('stacks', () => {
  test('come in the order of apply and wait for those before, without reading their state', () => {
    const { dependencies, files } = synth(exampleModel());
    expect(dependencies).toEqual({
      'dc1-network': [],
      'dc1-enrolment-01': ['dc1-network'],
      [claim]: ['dc1-network', 'dc1-enrolment-01'],
      'dc1-train-a-claim-02': ['dc1-network', 'dc1-enrolment-01'],
    });
    expect(Object.values(files).join('')).not.toContain('terraform_remote_state');
  });

  test('a claim waits only for the enrolment of its own machines', () => {
    const model = exampleModel();
    const [first, ...others] = model.enrolments;
    const second = {
      name: 'dc1-enrolment-02',
      kind: 'enrolment',
      cluster: null,
      shard: 2,
      stateKey: 'dc1/site/e2',
    } as const;
    const { dependencies } = synth({
      ...model,
      enrolments: [...(first === undefined ? [] : [{ ...first, stack: second.name }]), ...others],
      stacks: [...model.stacks.slice(0, 2), second, ...model.stacks.slice(2)],
      clusters: model.clusters.map((cluster) => ({
        ...cluster,
        slots: cluster.slots.filter((slot) => slot.asset !== first?.asset),
      })),
    });
    expect(dependencies[claim]).toEqual(['dc1-network', 'dc1-enrolment-01']);
  });

  test('a claim waits for the enrolment of a machine that it lets go, which may need manual power by then', () => {
    const model = exampleModel();
    const spare = model.enrolments.find(({ asset }) => asset === 'spare-r02-u20');
    const second = {
      name: 'dc1-enrolment-02',
      kind: 'enrolment',
      cluster: null,
      shard: 2,
      stateKey: 'dc1/site/e2',
    } as const;
    const moved = withSlot(model, 'train-a-gpu-001', (slot) => ({
      ...slot,
      lettingGo: [spare?.asset ?? ''],
    }));
    const { dependencies } = synth({
      ...moved,
      enrolments: moved.enrolments.map((one) =>
        one.asset === spare?.asset ? { ...one, stack: second.name } : one,
      ),
      stacks: [...model.stacks.slice(0, 2), second, ...model.stacks.slice(2)],
    });
    expect(dependencies[claim]).toEqual(['dc1-network', 'dc1-enrolment-01', 'dc1-enrolment-02']);
  });

  test('one that holds nothing is emitted with backend and provider, so that Terraform can destroy what it held', () => {
    const empty = stackOf(synth(exampleModel()), 'dc1-train-a-claim-02');
    expect(Object.keys(empty).sort()).toEqual(['//', 'output', 'provider', 'terraform']);
    expect(empty['terraform']).toMatchObject({
      backend: { local: { path: '../../../state/dc1/train-a/dc1-train-a-claim-02.tfstate' } },
    });
  });

  test('a released slot leaves its stack, and the stack and its machine stay', () => {
    const released = withSlot(exampleModel(), 'train-a-gpu-001', (slot) => ({
      ...slot,
      phase: 'released',
      isDeclared: false,
    }));
    const synthesized = synth(released);
    expect(addressesOf(stackOf(synthesized, claim)).filter((address) => address.includes('gpu-001'))).toEqual(
      [],
    );
    expect(addressesOf(stackOf(synthesized, 'dc1-enrolment-01'))).toContain('maas_machine.gpu-r01-u10');
  });

  test('a slot that is being released keeps all of its resources', () => {
    const before = addressesOf(stackOf(synth(exampleModel()), claim));
    const releasing = withSlot(exampleModel(), 'train-a-gpu-001', (slot) => ({
      ...slot,
      phase: 'releasing',
    }));
    expect(addressesOf(stackOf(synth(releasing), claim))).toEqual(before);
  });

  test('a machine that leaves is no longer declared', () => {
    const model = exampleModel();
    const enrolments = model.enrolments.map((enrolment) => ({
      ...enrolment,
      isDeclared: enrolment.asset !== 'spare-r02-u20',
    }));
    const addresses = addressesOf(stackOf(synth({ ...model, enrolments }), 'dc1-enrolment-01'));
    expect(addresses).not.toContain('maas_machine.spare-r02-u20');
    expect(addresses).toHaveLength(4);
  });

  test('only those asked for are made', () => {
    const { dependencies } = synth(exampleModel(), { stacks: [claim] });
    expect(dependencies).toEqual({ [claim]: [] });
  });

  test('a part has the same bytes as in the whole', () => {
    const path = `stacks/${claim}/cdk.tf.json`;
    expect(synth(exampleModel(), { stacks: [claim] }).files[path]).toBe(synth(exampleModel()).files[path]);
  });

  test('several sites stand in one App, and one can be chosen', () => {
    const other = JSON.parse(JSON.stringify(exampleModel()).replaceAll('dc1', 'dc2')) as SiteModel;
    expect(Object.keys(synth([exampleModel(), other]).stacks)).toHaveLength(8);
    expect(Object.keys(synth([exampleModel(), other], { sites: ['dc2'] }).stacks)).toContain('dc2-network');
  });

  test('a stack or site that no model has is refused by name', () => {
    const app = createApp(mkdtempSync(join(tmpdir(), 'rackform-')));
    expect(() => addRackform(app, exampleModel(), { stacks: ['dc1-netwerk'] })).toThrow(DefinitionError);
    expect(() => addRackform(app, exampleModel(), { stacks: ['dc1-netwerk'] })).toThrow(
      'there is no stack "dc1-netwerk", but "dc1-network", "dc1-enrolment-01"',
    );
    expect(() => addRackform(app, exampleModel(), { sites: ['dc9'] })).toThrow(
      'there is no site "dc9", but "dc1"',
    );
  });

  test('a model that puts things into a stack that it does not have is a mistake of ours', () => {
    const model = exampleModel();
    expect(() => synth({ ...model, stacks: model.stacks.slice(0, 2) })).toThrow(InternalError);
  });
});

describe('bytes', () => {
  test('are the same in another folder, at another time and with other variables', () => {
    const outdirs = ['a', 'b/c'].map((name) =>
      mkdtempSync(join(tmpdir(), `rackform-${name.replace('/', '-')}-`)),
    );
    const written = outdirs.map((outdir, index) => {
      vi.stubEnv('HOME', `/home/user-${index}`);
      vi.useFakeTimers({ now: new Date(2030 + index, 0, 1) });
      const app = createApp(outdir);
      addRackform(app, exampleModel());
      app.synth();
      vi.useRealTimers();
      return readSynthesized(outdir).files;
    });
    expect(written[1]).toEqual(written[0]);
    for (const outdir of outdirs) rmSync(outdir, { recursive: true });
  });

  test('hold no path of this machine', () => {
    const all = Object.values(synth(exampleModel()).files).join('');
    expect(all).not.toContain(process.cwd());
    expect(all).not.toContain(tmpdir());
  });

  test('hold nothing from the environment that keeps secrets', () => {
    const names = [
      'MAAS_API_KEY',
      'PG_CONN_STR',
      'TF_HTTP_PASSWORD',
      'AWS_SECRET_ACCESS_KEY',
      'TF_VAR_bmc_credentials',
    ];
    for (const name of names) vi.stubEnv(name, CANARY);
    for (const model of [exampleModel(), dryRunModel()]) {
      expect(Object.values(synth(model).files).join('')).not.toContain(CANARY);
    }
  });
});

describe('goldens', () => {
  test('the network stack', () => {
    expectGolden('stacks/network', withoutNotes(stackOf(synth(exampleModel()), 'dc1-network')));
  });

  test.each(['train-a-control-001', 'train-a-gpu-001', 'train-a-login-001'])('all of slot %s', (slot) => {
    const stack = stackOf(synth(exampleModel()), claim);
    const blocks = addressesOf(stack)
      .filter((address) => address.includes(`.${slot}`))
      .map((address): [string, unknown] => [address, readable(blockOf(stack, address))]);
    expectGolden(`stacks/${slot}`, Object.fromEntries(blocks));
  });

  test('a machine', () => {
    const stack = stackOf(synth(exampleModel()), 'dc1-enrolment-01');
    expectGolden('stacks/machine', blockOf(stack, 'maas_machine.cpu-r01-u01'));
  });
});

/** User data has tests of its own; in a golden only its first lines are told apart. */
function readable(block: StackJson): unknown {
  const deploy = block['deploy_params'] as { user_data?: string } | undefined;
  if (deploy?.user_data === undefined) return block;
  return { ...block, deploy_params: { ...deploy, user_data: deploy.user_data.split('\n').slice(0, 5) } };
}
