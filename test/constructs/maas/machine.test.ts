import { describe, expect, test } from 'vitest';
import { InternalError } from '../../../src/errors.js';
import type { EnrolmentModel, MachineModel, SiteModel } from '../../../src/model/types.js';
import { exampleModel } from '../../support/model-fixture.js';
import { blockOf, type Json, stackOf, synth } from '../../support/synth.js';

const stack = 'dc1-enrolment-01';

/** The example with another version of one machine, and of its enrolment. */
function withMachine(
  asset: string,
  change: (machine: MachineModel) => MachineModel,
  enrolmentChange: Partial<EnrolmentModel> = {},
): SiteModel {
  const model = exampleModel();
  return {
    ...model,
    site: { ...model.site, machines: model.site.machines.map((m) => (m.asset === asset ? change(m) : m)) },
    enrolments: model.enrolments.map((e) => (e.asset === asset ? { ...e, ...enrolmentChange } : e)),
  };
}

function machine(model: SiteModel, asset: string): Json {
  return blockOf(stackOf(synth(model), stack), `maas_machine.${asset}`);
}

describe('power', () => {
  test('redfish takes a bare address, the node id and credentials by asset name', () => {
    expect(machine(exampleModel(), 'cpu-r01-u01')).toMatchObject({
      power_type: 'redfish',
      power_parameters:
        '${jsonencode({ power_address = "192.0.2.11", power_user = var.bmc_credentials["cpu-r01-u01"].user, ' +
        'power_pass = var.bmc_credentials["cpu-r01-u01"].password, node_id = "System.Embedded.1" })}',
    });
  });

  test.each([
    ['bios', 'legacy'],
    ['uefi', 'efi'],
  ] as const)('IPMI boots a %s machine by %s', (mode, type) => {
    const model = withMachine('login-r02-u01', (m) => ({
      ...m,
      hardware: { ...m.hardware, boot: { mode, secureBoot: false } },
    }));
    const parameters = machine(model, 'login-r02-u01')['power_parameters'];
    expect(parameters).toContain(`power_driver = "LAN_2_0", power_boot_type = "${type}" })`);
  });

  test('a machine whose BMC is dead is enrolled by hand, whatever its inventory says', () => {
    const model = withMachine('gpu-r01-u10', (m) => m, { protocol: 'manual' });
    expect(machine(model, 'gpu-r01-u10')).toMatchObject({ power_type: 'manual', power_parameters: '{}' });
  });

  test('a quote or a template in a node id stays text', () => {
    const model = withMachine('cpu-r01-u01', (m) => ({ ...m, bmc: { ...m.bmc, nodeId: '"${x}' } }));
    expect(machine(model, 'cpu-r01-u01')['power_parameters']).toContain('node_id = "\\"$${x}"');
  });

  test('credentials are one sensitive variable of the shard', () => {
    expect(stackOf(synth(exampleModel()), stack)['variable']).toEqual({
      bmc_credentials: {
        type: 'map(object({ user = string, password = string }))',
        sensitive: true,
        nullable: false,
        description: expect.any(String),
      },
    });
  });

  test('a shard of machines without a BMC asks for no credentials', () => {
    const model = exampleModel();
    const enrolments = model.enrolments.filter((enrolment) => enrolment.protocol === 'manual');
    expect(stackOf(synth({ ...model, enrolments, clusters: [] }), stack)['variable']).toBeUndefined();
  });
});

describe('a machine', () => {
  test('is not recommissioned by scripts, and MAAS makes no BMC account of its own', () => {
    expect(machine(exampleModel(), 'gpu-r01-u10')).toMatchObject({
      skip_bmc_config: true,
      timeouts: { create: '60m', update: '60m' },
      lifecycle: { ignore_changes: ['commissioning_scripts', 'testing_scripts', 'script_parameters'] },
    });
  });

  test('knows nothing of clusters, tenants or slots', () => {
    const text = JSON.stringify(stackOf(synth(exampleModel()), stack)['resource']);
    for (const word of ['train-a', '"red"', '"pool"']) expect(text).not.toContain(word);
  });

  test('without a boot MAC address is enrolled by IPMI only', () => {
    const noBoot = (m: MachineModel) => ({ ...m, bootNic: null });
    expect(machine(withMachine('login-r02-u01', noBoot), 'login-r02-u01')).not.toHaveProperty(
      'pxe_mac_address',
    );
    expect(() => synth(withMachine('gpu-r01-u10', noBoot))).toThrow(InternalError);
  });

  test('without a BMC address is a mistake of ours by now', () => {
    expect(() =>
      synth(withMachine('gpu-r01-u10', (m) => ({ ...m, bmc: { ...m.bmc, address: null } }))),
    ).toThrow('machine "gpu-r01-u10" has no BMC address');
  });
});
