import { richDefinition, SITE } from './definition.js';
import { inSite, type Spec, to } from './spec.js';

const given = richDefinition.sites[SITE];

const httpState = { type: 'http', address: 'https://states.example.net', locking: true };
const stateForm = (value: Readonly<Record<string, unknown>>) => [{ place: ['project', 'state'], value }];

/** Project and site. */
export const siteSpecs: Readonly<Record<string, Spec>> = {
  organization: to('another'),
  'tenants.*': {
    others: [
      { value: undefined, says: 'left out, one without machines', names: { tenants: 'imaging' } },
      { value: {}, says: 'added', names: { tenants: 'guests' } },
    ],
  },
  'state.type': {
    values: [
      { says: 'to local', also: stateForm({ type: 'local' }) },
      { says: 'to http', also: stateForm(httpState) },
      { says: 'to pg', also: stateForm({ type: 'pg' }) },
    ],
  },
  'state.bucket': to('other-states'),
  'state.region': to('eu-2'),
  'state.prefix': to('other'),
  'state.endpoint': to('https://store.example.net'),
  'state.path': { ...to('../elsewhere'), before: stateForm({ type: 'local' }) },
  'state.address': { ...to('https://other.example.net'), before: stateForm(httpState) },
  'state.locking': { ...to(false), before: stateForm(httpState) },
  'state.schema': { ...to('other'), before: stateForm({ type: 'pg' }) },
  baseBranch: to('trunk'),
  'deployments.*.cluster': {
    values: [],
    reason: 'it says which deployment this is: another cluster is one deployment left out and one added',
  },
  'deployments.*.site': {
    values: [],
    reason: 'it says which deployment this is: another site is one deployment left out and one added',
  },
  'deployments.*.options': {
    names: { deployments: '1' },
    values: [{ value: { hugePages1GiB: 16 }, says: 'an option of the preset; as that option of the preset' }],
  },
  domain: to('dc2.example.net'),
  'provisioner.providerVersion': to('2.8.1'),
  'provisioner.serverVersion': to('3.6'),
  'provisioner.apiUrl': to('https://other.example.net/MAAS'),
  'provisioner.settings.*': {
    others: [
      { value: 'true', says: 'to another value' },
      { value: 'x', says: 'added', names: { 'provisioner.settings': 'kernel_opts' } },
    ],
  },
  ntp: to(['192.0.2.251']),
  'modules.*': { others: [{ value: {}, says: 'added', names: { modules: 'annex' } }] },
  'racks.*': {
    others: [{ value: { units: 42 }, says: 'added', names: { racks: 'r09' } }],
  },
  'racks.*.module': {
    values: [
      { value: 'annex', says: 'to another', also: [{ place: inSite('modules', 'annex'), value: {} }] },
    ],
  },
  'racks.*.zone': to('west'),
  'racks.*.derate': to(1),
  'racks.*.feeds.*': {
    others: [{ value: { capacityWatts: 22000 }, says: 'added', names: { 'racks.*.feeds': 'middle' } }],
  },
  'zones.*': { others: [{ value: {}, says: 'added', names: { zones: 'north' } }] },
  'images.*': { others: [{ value: { series: 'custom/ai' }, says: 'added', names: { images: 'ai' } }] },
  'images.*.series': to('custom/ai'),
  'images.*.hweKernel': to('hwe-22.04'),
  'credentials.*': { others: [{ value: {}, says: 'added', names: { credentials: 'third' } }] },
  'defaults.image': to('jammy'),
  'defaults.credentials': to('gpu-bmc'),
  'defaults.profile': to('cpu-more'),
  'machines.*': {
    others: [
      { value: undefined, says: 'left out, one that is free', names: { machines: 'gpu-08' } },
      {
        value: {
          ...given?.machines?.['gpu-08'],
          serial: 'NEW',
          unit: 19,
          bmc: { address: '192.0.2.99', credentials: 'gpu-bmc' },
          nics: { eno1: { mac: '02:00:00:00:99:01' } },
        },
        says: 'added',
        names: { machines: 'gpu-99' },
      },
    ],
  },
  'machines.*.serial': to('OTHER'),
  'machines.*.rack': to('r03'),
  'machines.*.unit': to(19),
  'machines.*.profile': to('gpu-more'),
  'machines.*.state': {
    others: [
      { value: 'repair', names: { machines: 'gpu-08' }, says: 'to repair, of a free machine' },
      { value: 'spare', names: { machines: 'gpu-08' }, says: 'to spare, of a free machine' },
      { value: 'retired', names: { machines: 'gpu-08' }, says: 'to retired, of a free machine' },
      { value: 'adopted', names: { machines: 'gpu-08' }, says: 'to adopted, of a free machine' },
    ],
  },
  'machines.*.zone': to('west'),
  'machines.*.bmc.address': to('192.0.2.200'),
  'machines.*.bmc.credentials': to('cpu-bmc'),
  'machines.*.bmc.nodeId': to('System.Embedded.2'),
  'machines.*.bootNic': to('eno2'),
  'machines.*.nics.*': {
    others: [{ value: undefined, says: 'left out, of a rail', names: { 'machines.*.nics': 'ens2' } }],
  },
  'machines.*.nics.*.mac': {
    names: { 'machines.*.nics': 'eno1' },
    values: [{ value: '02:00:00:00:aa:01', says: 'to another, of the boot NIC' }],
    others: [
      {
        value: '02:00:00:00:aa:02',
        says: 'to another, of a NIC on a network',
        names: { 'machines.*.nics': 'eno2' },
      },
      { value: '02:00:00:00:aa:05', says: 'to another, of a rail', names: { 'machines.*.nics': 'ens1' } },
    ],
  },
  'machines.*.nics.*.switch': to('leaf-9'),
  'machines.*.nics.*.port': to('other-port'),
  'acknowledge.*': {
    values: [{ value: { rule: 'port/tagged-only', reason: 'tried with these switches' }, says: 'added' }],
  },
  ...Object.fromEntries(
    ['acknowledge.*.rule', 'acknowledge.*.subject', 'acknowledge.*.reason'].map((field) => [
      field,
      { values: [], reason: 'it decides what rackform check says, and nothing else: see acknowledge.*' },
    ]),
  ),
} as Readonly<Record<string, Spec>>;
