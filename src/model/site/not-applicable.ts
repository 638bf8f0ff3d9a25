import type { Issue } from '../../errors.js';
import { entries } from '../order.js';
import type { SiteParts } from './site-parts.js';

type ParsedSite = SiteParts['site'];
type Path = readonly string[];

/** A field of a site that one provisioner has no use for. */
interface Foreign {
  /** Where it stands, each time that it is said. */
  readonly places: (site: ParsedSite) => readonly Path[];
  /** Why it does nothing there: lower case, no stop. */
  readonly why: string;
  readonly instead: string;
}

const own = (name: keyof ParsedSite['provisioner']) => (site: ParsedSite) =>
  site.provisioner[name] === undefined ? [] : [['provisioner', name]];

const named = <T>(map: string, of: (site: ParsedSite) => Readonly<Record<string, T>> | undefined) => ({
  where:
    (isSaid: (value: T) => boolean, ...rest: string[]) =>
    (site: ParsedSite) =>
      entries(of(site))
        .filter(([, value]) => isSaid(value))
        .map(([name]) => [map, name, ...rest]),
});

const networks = named('networks', (site) => site.networks);
const machines = named('machines', (site) => site.machines);

const ofIronic = 'it is a field of Ironic';
const ofMaas = 'it is a field of MAAS';
const noNetworks = 'Ironic manages no networks';
const leaveOut = 'leave it out';

const ironicFields = [
  'dialect',
  'release',
  'microversion',
  'auth',
  'interfaces',
  'deployKernel',
  'deployRamdisk',
  'conductorGroup',
  'resourceClass',
  'cleaning',
  'switchIds',
] as const;

/** What the other provisioner alone can do, by the provisioner that cannot. A dry run takes the fields of both. */
const foreign: Readonly<Record<'maas' | 'ironic', readonly Foreign[]>> = {
  maas: [
    ...ironicFields.map((name) => ({ places: own(name), why: ofIronic, instead: leaveOut })),
    {
      places: machines.where((machine) => machine.overrides?.ironic !== undefined, 'overrides', 'ironic'),
      why: ofIronic,
      instead: leaveOut,
    },
  ],
  ironic: [
    { places: own('serverVersion'), why: ofMaas, instead: 'say release' },
    { places: own('settings'), why: ofMaas, instead: 'set them in the configuration of Ironic' },
    {
      places: (site) => entries(site.zones).map(([name]) => ['zones', name]),
      why: 'Ironic has no zones',
      instead: 'use conductorGroup, or leave it out',
    },
    {
      places: named('racks', (site) => site.racks).where((rack) => rack.zone !== undefined, 'zone'),
      why: 'Ironic has no zones',
      instead: leaveOut,
    },
    {
      places: machines.where((machine) => machine.zone !== undefined, 'zone'),
      why: 'Ironic has no zones',
      instead: leaveOut,
    },
    {
      places: (site) => (site.domainMode === 'managed' ? [['domainMode']] : []),
      why: 'Ironic has no DNS',
      instead: 'set existing, and make the records of the slots elsewhere',
    },
    {
      places: named('fabrics', (site) => site.fabrics).where(({ mode }) => mode === 'managed', 'mode'),
      why: noNetworks,
      instead: 'set existing, or leave it out',
    },
    {
      places: networks.where(({ mode }) => mode === 'managed', 'mode'),
      why: noNetworks,
      instead: 'set existing, or leave it out: switches, VLANs and subnets are made elsewhere',
    },
    { places: networks.where(({ space }) => space !== undefined, 'space'), why: ofMaas, instead: leaveOut },
    {
      places: networks.where(
        ({ dhcp }) => dhcp?.by === 'rack-controller' || dhcp?.by === 'relay',
        'dhcp',
        'by',
      ),
      why: 'Ironic has no rack controllers',
      instead: 'set external: the DHCP of Ironic, or whoever answers, is not made by rackform',
    },
  ],
};

/** Refuses by name what the provisioner of a site has no use for, so that nothing is dropped without a word. */
export function notApplicable({ name, site }: SiteParts): readonly Issue[] {
  const { type } = site.provisioner;
  if (type === 'dry-run') return [];
  return foreign[type].flatMap(({ places, why, instead }) => {
    const [first, ...others] = places(site);
    if (first === undefined) return [];
    const listed = others.slice(0, 8).map((path) => path.join('.'));
    return [
      {
        code: 'PROVISIONER_FIELD',
        severity: 'error' as const,
        message: `${first.join('.')} does nothing at a site whose provisioner is ${type}: ${why}`,
        at: { document: `site/${name}`, path: first },
        hint: instead,
        ...(others.length === 0
          ? {}
          : { follows: [`so does ${listed.join(', ')}${others.length > listed.length ? ', ...' : ''}`] }),
      },
    ];
  });
}
