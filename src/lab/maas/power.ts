import { createHmac } from 'node:crypto';
import { apiRefusal } from '../refusal.js';

/** Power parameters as a configuration gives them, cut down to what may be kept. */
export interface Power {
  readonly address: string | null;
  readonly digest: string;
}

/** Parameters that a driver takes, and those that it must have. From the power drivers of MAAS 3.5. */
const drivers: Readonly<
  Record<string, { readonly known: readonly string[]; readonly required: readonly string[] }>
> = {
  redfish: {
    known: ['power_address', 'power_user', 'power_pass', 'node_id'],
    required: ['power_address', 'power_user', 'power_pass'],
  },
  ipmi: {
    known: [
      'power_address',
      'power_user',
      'power_pass',
      'power_driver',
      'power_boot_type',
      'cipher_suite_id',
      'privilege_level',
      'k_g',
      'workaround_flags',
      'mac_address',
      'power_off_mode',
    ],
    required: ['power_address', 'power_driver'],
  },
  manual: { known: [], required: [] },
};

/**
 * Reads power parameters. Only the BMC's address is kept as it is: of the rest, which holds a password, a digest
 * keyed by the lab's own salt.
 *
 * @throws {Refusal} as MAAS does at apply: for what its driver does not know or asks for
 */
export function readPower(type: string, json: string, salt: string): Power {
  const parameters = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const driver = drivers[type];
  if (driver !== undefined) {
    const unknown = Object.keys(parameters).filter((key) => !driver.known.includes(key));
    if (unknown.length > 0) throw apiRefusal(400, `Unknown parameter(s): ${unknown.join(', ')}.`);
    const missing = driver.required.filter((key) => (parameters[key] ?? '') === '');
    if (missing.length > 0) {
      throw apiRefusal(
        400,
        JSON.stringify({ power_parameters: missing.map((key) => `${key}: This field is required.`) }),
      );
    }
    const { power_driver: lan } = parameters;
    if (type === 'ipmi' && lan !== 'LAN' && lan !== 'LAN_2_0') {
      throw apiRefusal(
        400,
        `Power driver: '${String(lan)}' is not a valid power_driver. It should be one of: 'LAN', 'LAN_2_0'.`,
      );
    }
  }
  const { power_address: address = null } = parameters;
  if (typeof address === 'string' && address.includes('/')) {
    throw apiRefusal(
      500,
      'IPAddress() does not support netmasks or subnet prefixes! See documentation for details.',
    );
  }
  const { power_pass: password, ...rest } = parameters;
  void password;
  const text = JSON.stringify([type, Object.entries(rest).sort()]);
  return {
    address: typeof address === 'string' ? address : null,
    digest: createHmac('sha256', salt).update(text).digest('hex'),
  };
}
