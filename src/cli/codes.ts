import { IRONIC_LIMITS } from '../facts/providers/ironic-supports.js';
import { type Limit, MAAS_LIMITS } from '../facts/providers/supports.js';

/** What a code of a message means, and what to do. */
export interface CodeText {
  readonly means: string;
  readonly fix: string;
}

type Row = readonly [means: string, fix: string];

/** Codes by name. A name that ends in `*` stands for all that begin so. Guardrails speak for themselves. */
const texts: Readonly<Record<string, Row>> = {
  ACKNOWLEDGE_NOT_ALLOWED: [
    'an acknowledgement names a rule whose findings cannot work',
    'correct what the rule found',
  ],
  ACKNOWLEDGE_UNKNOWN_RULE: [
    'an acknowledgement names a rule that does not exist',
    'take the name from rackform rules',
  ],
  ACKNOWLEDGE_UNUSED: [
    'an acknowledgement matches no finding',
    'take it out, so that it does not hide the next one',
  ],
  ADOPT_DUPLICATE_NAME: [
    'two machines of a provisioner have one host name, and Terraform looks them up by it',
    'rename one of them in the provisioner, then read it again',
  ],
  ADOPT_NO_POWER: [
    'MAAS was asked for its machines and not for their power parameters, which have the addresses of the BMCs',
    'give also what machines power-parameters prints; no user and no password in it is read',
  ],
  'ADOPT_*': [
    'something of a site that is adopted cannot be taken over, and is left as it is',
    'see what the message says of it; adopt again once it is put right',
  ],
  BOND_CONFLICT: ['two networks on the same NICs describe their bond differently', 'give both the same bond'],
  BOND_TOO_FEW_NICS: ['a required bond has one NIC only', 'leave out `required`, or ask for other hardware'],
  COLLECTED_UNREADABLE: [
    'a file in the folder given to rackform verify is not what the check on a machine writes',
    'fetch it again with collect.yaml',
  ],
  CONFIG_FAILED: ['the module of the project throws', 'run it by itself to see more'],
  CONFIG_NO_DEFINITION: [
    'the module of the project has no definition',
    'end it with export default defineProject(...)',
  ],
  CONFIG_NO_LOADER: ['the project is TypeScript, and this Node runs none', 'install tsx in the project'],
  CSV_DUPLICATE_COLUMN: ['a column is there twice', 'take one out'],
  CSV_DUPLICATE_NAME: ['a machine is there twice', 'one row is one machine: remove or rename one'],
  CSV_NO_NAME: ['a row or the header has no machine name', 'the column `name` holds the asset name'],
  CSV_RAGGED: ['a row has more or fewer cells than the header', 'look for a missing comma or an open quote'],
  CSV_UNKNOWN_COLUMN: [
    'the header names no field of a machine',
    'columns are paths such as rack or bmc.address',
  ],
  'CSV_*': ['the file is not CSV as written', 'look at the quotes around the place'],
  DEFINITION_SECRET: [
    'a secret stands in the definition',
    'take it out, also of the history, and change it: secrets are Terraform variables',
  ],
  DEFINITION_SECRET_SUSPECTED: [
    'a value looks like a secret',
    'take it out if it is one; rename the key if it is not',
  ],
  FILE_EMPTY: ['a file that is read has nothing in it', 'write it, or remove it'],
  FILE_MISPLACED: ['a file looks like input and is not read', 'rename or move it as the hint says'],
  FILE_MISSING: ['a file that must be there is not', 'write it; rackform init shows the shape'],
  DEFINE_TWICE: ['two define* calls give the same name', 'rename one of the two'],
  'FILE_*': ['a file cannot be read as text', 'see what the message says of it'],
  FOLDER_UNREADABLE: ['a folder cannot be read', 'look at its permissions'],
  GATEWAY_WITHOUT_ADDRESS: [
    'a network is to have the default gateway and gives its slots no address',
    'set `addressing` static, dhcp or auto, or leave `gateway` out',
  ],
  HARDWARE_TEMPLATE_INCOMPLETE: ['a hardware template needs a figure that only you know', 'give it'],
  HARDWARE_TEMPLATE_UNKNOWN: [
    'there is no hardware template of that name',
    'take one that the message lists',
  ],
  IMAGE_MISSING: [
    'a pool names no image, and the site has no default',
    'set image in the pool, or defaults.image in the site',
  ],
  IMPORT_ERROR_ANSWER: [
    'a saved answer of NetBox is an error, not an inventory',
    'look at the token and the address, and get it again',
  ],
  IMPORT_INCOMPLETE: [
    'pages of an answer of NetBox are missing, so machines would be left out in silence',
    'give the files of all pages, or get one with ?limit=0',
  ],
  IMPORT_MAP: [
    'the map of columns and the CSV files do not fit, or the map names what is no field',
    'columns are named as in the header; fields are paths such as rack, bmc.address or hardware.memoryGiB',
  ],
  IMPORT_NO_MACHINES: [
    'nothing in the files is a machine',
    'look at what was exported, and at what --role, --netbox-site or `where` leave over',
  ],
  IMPORT_NO_SITE: [
    'the files have devices of several sites, and none is called as the site that is imported',
    'choose one by --netbox-site',
  ],
  IMPORT_OVERLAY: [
    'a row of an overlay is for a machine that the inventory does not have',
    'rows of an overlay begin with the name that the machine has in machines.csv',
  ],
  IMPORT_RAGGED: [
    'a row of a CSV of another system is shorter than its header',
    'its last cells are taken as empty; look for a missing separator',
  ],
  IMPORT_UNKNOWN_DOCUMENT: [
    'a file is none that the importer reads',
    'take it out of the command, or save it again as the hint says',
  ],
  IMPORT_UNKNOWN_ROLE: ['no device has a role of --role', 'take the slug or the name of a role in NetBox'],
  IMPORT_UNKNOWN_STATE: [
    'a cell of the state is none of rackform; a machine of no known state would be given to somebody',
    'say in the map, below `values`, what it means',
  ],
  IMPORT_UNUSED: ['something in an imported file has no use here', 'nothing, unless it was to be used'],
  'IMPORT_*': [
    'an imported inventory has a value that cannot be used as it is',
    'see what the message says became of it',
  ],
  INTERFACE_NAME_TWICE: [
    'two interfaces of a machine would have one name, since NICs have too long a name for NIC.VLAN',
    'give the NICs shorter names, or put the networks on a bond',
  ],
  LINK_TWO_ON_NIC: [
    'two untagged networks share a NIC, which the MAAS provider cannot do',
    'tag one of them, or use another NIC',
  ],
  LOCK_ALREADY_LEAVING: [
    'the slot is on its way out already',
    'apply its stack, then give the state by rackform lock --applied',
  ],
  LOCK_BASE: [
    'the lock at the protected branch cannot be read',
    'repair it there; until then all counts as in service',
  ],
  LOCK_EVIDENCE: [
    'a file given as evidence is no state or plan of this project',
    'give what `terraform show -json` prints',
  ],
  LOCK_GONE: [
    'the lock was removed here, and the protected branch has it',
    'bring it back; a new one would move everything',
  ],
  LOCK_MISSING: ['nothing is decided yet', 'run rackform lock, and commit what it writes'],
  LOCK_SITE_GONE: [
    'a lock is left of a site that the project no longer has',
    'bring the site back and release what it holds',
  ],
  LOCK_UNKNOWN_NAME: ['the lock has no slot or machine of that name', 'rackform status lists them'],
  NAME_CLASH: ['two pools or clusters would make slots or stacks of the same names', 'rename one of the two'],
  NETWORK_AMBIGUOUS: [
    'a purpose fits several networks of the site',
    'name the network in place of its purpose',
  ],
  NETWORK_EXTERNAL: [
    'a pool wants a network that the provisioner does not know',
    'give it a fabric and mode managed or existing',
  ],
  NETWORK_MISSING: ['the site has no network of that purpose', 'add it to the site, or set optional'],
  NETWORK_WITHOUT_SUBNET: [
    'a network has no subnet to take addresses from',
    'give it one, or set addressing: none',
  ],
  NIC_MISSING: [
    'a machine has no usable NIC for a network',
    'give the NIC its role in the profile and its MAC at the machine',
  ],
  POOL_WITHOUT_SIZE: ['a pool has neither count nor machines', 'say one of the two'],
  PORT_TWO_FABRICS: ['networks of different fabrics share a NIC', 'give them NICs of their own'],
  POLICY_EFFECT: [
    'policy.yaml of the base branch does not allow an effect on a server of that tenant',
    'ask who keeps policy.yaml; a change cannot allow itself, since the file is read from the base branch',
  ],
  POLICY_QUORUM: [
    'a change takes down more servers of one control plane than policy.yaml allows',
    'part it into several changes, applied one after another',
  ],
  POLICY_RACK: [
    'a change takes down more servers of one rack than policy.yaml allows',
    'part it into several changes, applied one after another',
  ],
  POLICY_SERVERS: [
    'a change takes down more servers than policy.yaml allows',
    'part it into several changes, applied one after another',
  ],
  PRESET_OPTION_INVALID: ['an option of the preset has a wrong value', 'see what the message allows'],
  PRESET_OPTION_MISSING: ['the preset needs an option that is not given', 'set it under options'],
  PRESET_UNKNOWN_OPTION: ['the preset has no such option', 'see the nearest name in the hint'],
  PROVISIONER_FIELD: [
    'a site says something that its provisioner has no use for',
    'leave it out, or do as the hint says',
  ],
  PROJECT_DUPLICATE_DEPLOYMENT: ['a cluster is deployed twice at one site', 'take one line out'],
  PROJECT_NO_SITE: ['the project has no site', 'write sites/NAME/site.yaml, or import one'],
  RAILS_MISSING: [
    'a pool requires compute rails that are not there',
    'add networks of purpose rail, or do not require them',
  ],
  PROJECT_TWICE: ['there is a rackform.yaml and a module that describes the project', 'keep one of the two'],
  'REF_UNKNOWN_*': ['a name is used that nothing has', 'see the nearest name in the hint, or define it'],
  REVIEW_DEPLOY: ['a free machine gets an operating system', 'nothing'],
  REVIEW_ENROL: ['a machine that is new is enrolled, and most are switched on and commissioned', 'nothing'],
  REVIEW_NETWORK: ['DHCP, DNS, addresses or the network of machines change', 'look at who depends on it'],
  REVIEW_NOT_A_PLAN: [
    'a file given to review is no plan in JSON',
    'give what `terraform show -json PLANFILE` prints',
  ],
  REVIEW_ORPHAN: [
    'a server runs on and nobody manages it: its entry goes while it is deployed',
    'let its slot go first: rackform lock --release',
  ],
  REVIEW_PLAN_ERRORED: ['the plan ended with an error and is not whole', 'plan again until it passes'],
  REVIEW_PLAN_FORMAT: [
    'the JSON of the plan has another major version than the one that is known',
    'use a Terraform or OpenTofu that prints 1.x',
  ],
  REVIEW_PLAN_JSON: [
    'the plan file is not JSON as a whole',
    'give the output of terraform show -json; where it is cut, write it again: the disk may have been full',
  ],
  REVIEW_POLICY: [
    'policy.yaml of the base branch cannot be read. It holds `allow` (effects: wipe, orphan, reimage, unknown, deploy, enrol, recommission, power-cycle, network, refused, recorded, metadata), `tenants: { NAME: { allow } }`, and `most: { perChange, perRack, perQuorumGroup }`',
    'correct it on that branch',
  ],
  REVIEW_RECOMMISSION: [
    'a machine boots to be commissioned again',
    'look at what it loses: links, bonds, disk layout',
  ],
  REVIEW_REFUSED: ['the plan passes and the apply will stop', 'see the note of the row'],
  REVIEW_REIMAGE: ['a server is deployed anew: what was on it is gone', 'nothing, if it was meant'],
  REVIEW_STACK_TWICE: ['two plans of one stack were given', 'give the newer one'],
  REVIEW_UNKNOWN: [
    'nobody knows what the change does, which is never counted as safe',
    'find out before it is applied',
  ],
  REVIEW_WIPE: [
    'a server is released and its data is gone',
    'nothing, if it was meant; see the row for what forces it, and how it is erased',
  ],
  'REVIEW_*': ['what a change does to servers', 'see the report'],
  SCENARIO_RANGE: [
    'low, typical and high of a figure of a scenario are not in this order',
    'give them from the quickest to the slowest, or one number for all three',
  ],
  SHAPE_CIRCULAR: ['a value contains itself', 'write it out; anchors may not loop'],
  SHAPE_MISSING: ['a required field is not there', 'add it'],
  SHAPE_NAME: ['a name has characters that names may not have', 'use a-z, 0-9 and -, not at the ends'],
  SHAPE_UNKNOWN_KEY: ['the field does not exist', 'see the nearest name in the hint'],
  'SHAPE_*': ['a value is not of the kind that the field takes', 'see what the message allows'],
  SITE_MACHINE_TWICE: ['a machine is in site.yaml and in machines.csv', 'keep one of the two'],
  'SYNTH_UNKNOWN_*': [
    'a site or stack was asked for that is not there',
    'rackform model lists sites and stacks',
  ],
  USER_DATA_CONFLICT: [
    'user data of yours sets what rackform sets',
    'leave it out, or use the field of the pool',
  ],
  YAML_ALIAS: ['an alias repeats too much of the document', 'write it out'],
  YAML_DUPLICATE_KEY: ['a key is there twice in one map', 'remove or rename one'],
  'YAML_*': ['the file is not YAML as written', 'look at indentation and quotes around the place'],
};

/** What provisioners cannot do, by the code of the message that refuses it. */
const limits: Readonly<Record<string, Limit>> = { ...MAAS_LIMITS, ...IRONIC_LIMITS };

/** All codes that stand for themselves, for finding the nearest. */
export const knownCodes: readonly string[] = [
  ...Object.keys(texts).filter((code) => !code.endsWith('*')),
  ...Object.keys(limits),
];

/** What a code means; undefined for what is no code. */
export function codeText(code: string): CodeText | undefined {
  const limit = Object.hasOwn(limits, code) ? limits[code] : undefined;
  if (limit !== undefined) return { means: limit.text, fix: limit.instead };
  const family = Object.keys(texts).find((name) => name.endsWith('*') && code.startsWith(name.slice(0, -1)));
  const key = Object.hasOwn(texts, code) ? code : /^[A-Z]+(?:_[A-Z0-9]+)+$/.test(code) ? family : undefined;
  const row = key === undefined ? undefined : texts[key];
  return row === undefined ? undefined : { means: row[0], fix: row[1] };
}
