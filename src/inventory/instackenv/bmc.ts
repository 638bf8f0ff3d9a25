import { nearest } from '../../definition/nearest.js';
import { quote } from '../../definition/secrets.js';
import { checkedAddress } from '../imported/addresses.js';
import type { ImportedBmc } from '../imported/machine.js';
import type { PartContext } from '../imported/parts.js';
import type { Fields, Report } from '../imported/source/fields.js';

/** Drivers of Ironic and TripleO, old names too, by how a BMC of theirs is spoken to here. */
const protocols: Readonly<Record<string, NonNullable<ImportedBmc['protocol']>>> = {
  ipmi: 'ipmi',
  pxe_ipmitool: 'ipmi',
  pxe_ipminative: 'ipmi',
  agent_ipmitool: 'ipmi',
  redfish: 'redfish',
  idrac: 'redfish',
  drac: 'redfish',
  pxe_drac: 'redfish',
  ilo: 'redfish',
  ilo5: 'redfish',
  pxe_ilo: 'redfish',
  irmc: 'redfish',
  pxe_irmc: 'redfish',
  'manual-management': 'manual',
  'fake-hardware': 'manual',
  fake_pxe: 'manual',
};
/** Drivers that speak a protocol of the maker, beside Redfish. */
const makers = /^(?:pxe_)?(?:i?drac|ilo5?|irmc)$/;

const addressKeys = ['redfish_address', 'ipmi_address', 'drac_address', 'ilo_address', 'irmc_address'];

/** BMC of a node. Of the keys that hold users, passwords and tokens only their being there is looked at. */
export function readBmc(
  fields: Fields,
  context: PartContext,
  report: Report,
): ImportedBmc & { readonly cells: Readonly<Record<string, string>> } {
  const info = fields.fields('driver_info');
  if (['pm_user', 'pm_password'].some(fields.has) || info.keys().some((key) => /user|pass|token/.test(key)))
    context.unknown(
      'bmc.credentials',
      'users and passwords of the file are not copied; give them as Terraform variables, by credential set',
    );
  const port = fields.number('pm_port');
  if (port !== null && port !== 623 && port !== 443)
    context.unknown('bmc.port', `port ${port} has no place in a definition, and is left out`);
  const systemId = (fields.text('pm_system_id') ?? info.text('redfish_system_id'))?.split('/').at(-1) ?? '';
  const cells = /^[^/\s]+$/.test(systemId) ? { 'bmc.nodeId': systemId } : {};
  return {
    protocol: readProtocol(fields, context, report),
    address: readAddress(fields, info, context, report),
    cells,
  };
}

function readProtocol(fields: Fields, context: PartContext, report: Report): ImportedBmc['protocol'] {
  const key = fields.has('pm_type') ? 'pm_type' : 'driver';
  const type = fields.text(key);
  if (type === null) {
    context.unknown('bmc.protocol');
    return null;
  }
  const driver = type.replace(/^.*\./, '').toLowerCase();
  const protocol = Object.hasOwn(protocols, driver) ? protocols[driver] : undefined;
  if (protocol === undefined) {
    const near = nearest(driver, Object.keys(protocols));
    const hint =
      near === undefined ? `known are ${Object.keys(protocols).join(', ')}` : `did you mean ${near}?`;
    report(fields.at(key), 'IMPORT_UNKNOWN_DRIVER', `driver ${quote(type)} is not known`, hint);
    context.unknown('bmc.protocol');
    return null;
  }
  if (makers.test(driver)) context.assumed('bmc.protocol', `redfish is taken for driver ${driver}`);
  return protocol;
}

/** An address, or a URL of Redfish, of which the host is taken. */
function readAddress(fields: Fields, info: Fields, context: PartContext, report: Report): string | null {
  const key = addressKeys.find((candidate) => info.has(candidate));
  const given = fields.text('pm_addr') ?? (key === undefined ? null : info.text(key));
  if (given === null) {
    context.unknown('bmc.address');
    return null;
  }
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^/:]*)/i.exec(given)?.[1] ?? given;
  const place = fields.has('pm_addr') ? fields.at('pm_addr') : info.at(key ?? '');
  const address = checkedAddress(
    host,
    place,
    report,
    'give the IP address in machines.csv: names are not looked up',
  );
  if (address === null) context.unknown('bmc.address');
  return address;
}
