import { describe, expect, test } from 'vitest';
import { InternalError } from '../../../src/errors.js';
import { ironicProviders } from '../../../src/facts/providers/ironic.js';
import {
  IRONIC_DIALECTS,
  type IronicDialect,
  ironicDialects,
} from '../../../src/facts/providers/ironic-dialects.js';
import type { ImageModel } from '../../../src/model/ironic-types.js';
import type { SlotModel } from '../../../src/model/types.js';
import { networkData } from '../../../src/software/first-boot/network-data.js';
import { userData } from '../../../src/software/first-boot/user-data.js';
import { factsOf, ironicImage, ironicModel } from '../../support/ironic-fixture.js';
import { slotOf, withSlot } from '../../support/model-fixture.js';
import { addressesOf, blockOf, type Json, type StackJson, stackOf, synth } from '../../support/synth.js';
import { validateTerraformJson } from '../../support/terraform-schema.js';

const claim = 'dc1-train-a-claim-01';
const gpu = 'train-a-gpu-001';

function withGpu(
  dialect: IronicDialect,
  change: (slot: SlotModel) => Partial<SlotModel> = () => ({}),
): StackJson {
  const model = withSlot(ironicModel(dialect), gpu, (slot) => ({ ...slot, ...change(slot) }));
  return stackOf(synth(model, { stacks: [claim] }), claim);
}

function deployment(stack: StackJson): Json {
  return blockOf(stack, `ironic_deployment.${gpu}`);
}

function withImage(image: Partial<ImageModel>): Json {
  const stack = withGpu('openshift-metal3', () => ({ image: { ...ironicImage, ...image } }));
  return deployment(stack)['instance_info'] as Json;
}

describe.each(IRONIC_DIALECTS)('a claim in %s', (dialect) => {
  const stack = withGpu(dialect);

  test('is such that schema, behaviour and measurements take', () => {
    expect(validateTerraformJson(stack, factsOf(dialect))).toEqual([]);
  });

  test('is a deployment, a trigger and what a release erases, and nothing of network', () => {
    expect(addressesOf(stack).filter((address) => address.includes(gpu))).toEqual([
      `ironic_deployment.${gpu}`,
      `terraform_data.release_${gpu}`,
      `terraform_data.${gpu}`,
    ]);
  });

  test('deploys on the node by its name, so that it needs nothing of another state', () => {
    expect(deployment(stack)[ironicDialects[dialect].nodeOfDeployment]).toBe('gpu-r01-u10');
    expect(stack.data).toBeUndefined();
  });

  test('ignores every attribute that would replace it, and is replaced by its trigger alone', () => {
    const { lifecycle } = deployment(stack) as { lifecycle: { ignore_changes: string[] } };
    const replacing = ironicProviders[dialect].behaviour['ironic_deployment']?.requiresReplace ?? [];
    // Where the provider has a generation, what the trigger says is said to it as well.
    const said = dialect === 'rackform' ? ['generation', 'node'] : [];
    expect(lifecycle.ignore_changes).toEqual(
      expect.arrayContaining(
        replacing.filter((name) => !name.startsWith('user_data_url') && !said.includes(name)),
      ),
    );
    expect(lifecycle).toMatchObject({ replace_triggered_by: [`terraform_data.${gpu}`] });
    expect(blockOf(stack, `terraform_data.${gpu}`)).toEqual({
      input: { asset: 'gpu-r01-u10', generation: 1 },
    });
  });

  test('says what a release erases beside the trigger, so that it replaces nothing', () => {
    expect(blockOf(stack, `terraform_data.release_${gpu}`)).toEqual({ input: { erase: 'secure' } });
    const { lifecycle } = deployment(stack);
    expect(JSON.stringify(lifecycle)).not.toContain('release_');
  });

  test('carries image and checksum', () => {
    const { image, instance_info: info } = deployment(stack);
    const source = 'http://images.dc1.example.net/noble.qcow2';
    expect(image ?? info).toEqual(
      dialect === 'rackform'
        ? { source, checksum: 'ab'.repeat(32) }
        : { image_source: source, image_os_hash_algo: 'sha256', image_os_hash_value: 'ab'.repeat(32) },
    );
  });

  test('carries the slot’s user data, in which Terraform finds no template', () => {
    const model = ironicModel(dialect);
    const text = deployment(stack)['user_data'] as string;
    expect(text).not.toMatch(/(?<!\$)\$\{|(?<!%)%\{/);
    expect(text.replaceAll('$${', () => '${').replaceAll('%%{', () => '%{')).toBe(
      userData(slotOf(model, gpu), model),
    );
  });

  test('waits for the enrolment of its machine, and the network stack is empty', () => {
    const all = synth(ironicModel(dialect));
    expect(all.dependencies[claim]).toContain('dc1-enrolment-01');
    expect(stackOf(all, 'dc1-network').resource).toBeUndefined();
    expect(validateTerraformJson(stackOf(all, 'dc1-network'), factsOf(dialect))).toEqual([]);
  });

  test('refuses to make up an image', () => {
    expect(() => withGpu(dialect, () => ({ image: { ...ironicImage, url: null } }))).toThrow(InternalError);
  });
});

test.each([
  ['sha512', { image_os_hash_algo: 'sha512', image_os_hash_value: 'cd' }],
  ['md5', { image_checksum: 'cd' }],
] as const)('a checksum of %s goes where Ironic looks for it', (algorithm, fields) => {
  expect(withImage({ checksum: { algorithm, value: 'cd' } })).toEqual({
    image_source: ironicImage.url,
    ...fields,
  });
});

test('the format of an image is said where the definition says it', () => {
  expect(withImage({ diskFormat: 'raw' })).toMatchObject({ image_disk_format: 'raw' });
  expect(withImage({})).not.toHaveProperty('image_disk_format');
});

test('rackform is told the generation, and how long a deployment and a release may take', () => {
  const found = deployment(
    withGpu('rackform', (slot) => ({
      generation: 4,
      deployTimeoutMinutes: 50,
      release: { ...slot.release, timeoutMinutes: 200 },
    })),
  );
  // A node that was never deployed is cleaned first.
  expect(found).toMatchObject({ generation: '4', timeouts: { create: '250m', delete: '200m' } });
});

describe('the network of a slot', () => {
  test('comes by network data in metal3-community, with the address that the image needs to be sent', () => {
    const found = deployment(withGpu('metal3-community'));
    const slot = slotOf(ironicModel('metal3-community'), gpu);
    expect(found['network_data']).toEqual(JSON.parse(JSON.stringify(networkData(slot))));
    expect(found['fixed_ips']).toEqual([{ ip_address: '198.51.100.21' }]);
    expect(found['user_data']).not.toContain('50-rackform.yaml');
  });

  test('comes by user data in openshift-metal3, whose network data is no document', () => {
    const found = deployment(withGpu('openshift-metal3'));
    expect(found).not.toHaveProperty('network_data');
    expect(found['user_data']).toContain('/etc/netplan/50-rackform.yaml');
  });

  test('comes by network data in rackform, with or without a static address', () => {
    const slot = slotOf(ironicModel('rackform'), gpu);
    const found = deployment(withGpu('rackform', () => ({ dnsAddress: null })));
    expect(found['network_data']).toEqual(JSON.parse(JSON.stringify(networkData(slot))));
    expect(found['user_data']).not.toContain('50-rackform.yaml');
  });

  test('needs a static address in metal3-community', () => {
    expect(() => withGpu('metal3-community', () => ({ dnsAddress: null }))).toThrow(InternalError);
  });
});

describe('the provider', () => {
  test.each(IRONIC_DIALECTS)('%s is told URL, API version and authentication', (dialect) => {
    const stack = stackOf(synth(ironicModel(dialect)), 'dc1-network');
    const url = 'http://ironic.dc1.example.net:6385';
    const told =
      dialect === 'rackform' ? { endpoint: url, auth_type: 'none' } : { url, auth_strategy: 'noauth' };
    expect(stack['provider']).toEqual({ ironic: [{ ...told, microversion: '1.95' }] });
    const { source, constraint, target } = ironicDialects[dialect];
    expect(stack['terraform']).toMatchObject({
      required_providers: { ironic: { source, version: `~> ${target}, ${constraint}` } },
    });
  });

  test.each(IRONIC_DIALECTS)(
    '%s takes what the site does not say from variables, secrets sensitive',
    (dialect) => {
      const model = ironicModel(dialect, { auth: 'http-basic' });
      const provisioner = { ...model.site.provisioner, apiUrl: null };
      const stack = stackOf(synth({ ...model, site: { ...model.site, provisioner } }), 'dc1-network');
      expect(stack['provider']).toEqual({
        ironic: [
          dialect === 'rackform'
            ? {
                endpoint: '${var.ironic_url}',
                microversion: '1.95',
                auth_type: 'http_basic',
                username: '${var.ironic_username}',
                password: '${var.ironic_password}',
              }
            : {
                url: '${var.ironic_url}',
                microversion: '1.95',
                auth_strategy: 'http_basic',
                ironic_username: '${var.ironic_username}',
                ironic_password: '${var.ironic_password}',
              },
        ],
      });
      expect(stack['variable']).toMatchObject({
        ironic_url: { type: 'string', nullable: false },
        ironic_username: { sensitive: true },
        ironic_password: { sensitive: true },
      });
    },
  );
});
