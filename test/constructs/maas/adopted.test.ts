import { describe, expect, test } from 'vitest';
import { InternalError } from '../../../src/errors.js';
import { terraformBuiltin } from '../../../src/facts/providers/builtin.js';
import { maasProvider, olderMaasProvider } from '../../../src/facts/providers/maas.js';
import type { AdoptedModel, SiteModel, SlotModel } from '../../../src/model/types.js';
import { exampleModel, withSlot } from '../../support/model-fixture.js';
import { blockOf, type StackJson, stackOf, synth } from '../../support/synth.js';
import { validateTerraformJson } from '../../support/terraform-schema.js';

const gpu = 'train-a-gpu-001';
const asset = 'gpu-r01-u10';

function idsOf({ ports }: SlotModel): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ['instance', 'abc'],
    ...ports.flatMap((port) => [
      ...port.nics.map(({ name, mac }) => [`nic/${name}`, `abc/${mac}`]),
      ...(port.bond === null ? [] : [[`bond/${port.name}`, 'abc:7']]),
      ...port.links.filter(({ tagged }) => tagged).map(({ network }) => [`vlan/${network}`, 'abc:8']),
    ]),
  ]);
}

/** The fixture with one slot and its machine as others made them. */
function adopted(changes: Partial<AdoptedModel> = {}, base: SiteModel = exampleModel()): SiteModel {
  const whole = { isImported: false, isLeftAlone: true, ...changes };
  const model = withSlot(base, gpu, (slot) => ({ ...slot, adopted: { ids: idsOf(slot), ...whole } }));
  return {
    ...model,
    enrolments: model.enrolments.map((one) =>
      one.asset === asset ? { ...one, adopted: { ids: { machine: 'abc' }, ...whole } } : one,
    ),
  };
}

const claimOf = (model: SiteModel): StackJson => stackOf(synth(model), 'dc1-train-a-claim-01');
const importsOf = ({ import: blocks = [] }: StackJson) =>
  (blocks as readonly { readonly to: string }[]).map(({ to }) => to);
const ignoredOf = (stack: StackJson, address: string) =>
  (blockOf(stack, address)['lifecycle'] as { readonly ignore_changes: readonly string[] }).ignore_changes;

describe('an adopted slot', () => {
  const claim = claimOf(adopted());

  test('is imported, with its NICs, bonds and VLAN interfaces, and nothing else of the stack is', () => {
    const imports = importsOf(claim);
    expect(imports).toContain(`maas_instance.${gpu}`);
    expect(imports.filter((to) => !to.includes(gpu))).toEqual([]);
    expect(imports.length).toBe(Object.keys(adoptedIds()).length + 1);
  });

  test('has no link and no DNS record, which nothing can import', () => {
    const made = Object.entries(claim.resource ?? {}).flatMap(([type, all]) =>
      Object.keys(all).some((name) => name === gpu || name.startsWith(`${gpu}_`)) ? [type] : [],
    );
    expect(made).not.toContain('maas_network_interface_link');
    expect(made).not.toContain('maas_dns_record');
  });

  test('has a trigger without input, as an import leaves it: a first one would replace', () => {
    expect(blockOf(claim, `terraform_data.${gpu}`)).not.toHaveProperty('input');
  });

  test('keeps how it is released until it is to be let go', () => {
    expect(ignoredOf(claim, `maas_instance.${gpu}`)).toContain('release_params');
    const leaving = claimOf(adopted({ isImported: true, isLeftAlone: false }));
    expect(ignoredOf(leaving, `maas_instance.${gpu}`)).toEqual(['allocate_params', 'deploy_params']);
  });

  test('is imported no more once a state has it', () => {
    expect(importsOf(claimOf(adopted({ isImported: true })))).toEqual([]);
  });

  test('without the id of something is a mistake of ours, and not made a second time', () => {
    expect(() => synth(adopted({ ids: { instance: 'abc' } }))).toThrow(InternalError);
  });
});

function adoptedIds(): Readonly<Record<string, string>> {
  const slots = adopted().clusters.flatMap((cluster) => cluster.slots);
  return slots.find(({ name }) => name === gpu)?.adopted?.ids ?? {};
}

test('an adopted machine keeps its power parameters, until it is given up', () => {
  const enrolment = (model: SiteModel) => stackOf(synth(model), 'dc1-enrolment-01');
  expect(importsOf(enrolment(adopted()))).toEqual([`maas_machine.${asset}`]);
  expect(ignoredOf(enrolment(adopted()), `maas_machine.${asset}`)).toContain('power_parameters');
  const abandoned = enrolment(adopted({ isImported: true, isLeftAlone: false }));
  expect(ignoredOf(abandoned, `maas_machine.${asset}`)).not.toContain('power_parameters');
});

test.each([
  ['2.8.0', maasProvider],
  ['2.4.0', olderMaasProvider],
])('what is adopted is Terraform that provider %s takes', (providerVersion, facts) => {
  const base = exampleModel();
  const keeps = { erase: 'none' as const, scripts: [], timeoutMinutes: 30 };
  const slots = (model: SiteModel): SiteModel => ({
    ...model,
    clusters: model.clusters.map((cluster) => ({
      ...cluster,
      slots: cluster.slots.map((slot) => ({ ...slot, release: keeps })),
    })),
  });
  const site = {
    ...base.site,
    zones: [],
    provisioner: { ...base.site.provisioner, providerVersion, settings: [] },
  };
  const model = slots(
    adopted({}, { ...base, site: { ...site, networks: site.networks.filter(isPlain), ntp: [] } }),
  );
  const stacks = Object.entries(synth(model).stacks).filter(([name]) => !name.endsWith('-network'));
  for (const [, stack] of stacks) expect(validateTerraformJson(stack, [facts, terraformBuiltin])).toEqual([]);
});

/** Rack controllers and managed DHCP are newer than the older provider. */
function isPlain({ dhcp }: SiteModel['site']['networks'][number]): boolean {
  return dhcp.by === 'nobody';
}
