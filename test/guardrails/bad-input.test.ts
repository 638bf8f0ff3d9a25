import { expect, test } from 'vitest';
import type { Definition } from '../../src/definition/definition.js';
import type { SiteInput } from '../../src/definition/site.js';
import type { Issue } from '../../src/errors.js';
import { runGuardrails } from '../../src/guardrails/run.js';
import { resolve } from '../../src/model/resolve.js';
import { definitionOf } from '../support/site-fixture.js';

/** All that one run says of a definition. */
function check(definition: Definition): readonly Issue[] {
  const resolution = resolve(definition, { site: 'dc1', lock: null });
  return [...resolution.issues, ...runGuardrails(resolution)];
}

/** The sound definition with its site changed. */
function siteWith(change: (site: SiteInput) => SiteInput): Definition {
  const definition = definitionOf();
  const site = definition.sites['dc1'];
  if (site === undefined) throw new Error('the fixture has no site dc1');
  return { ...definition, sites: { dc1: change(site) } };
}

function errorsOf(issues: readonly Issue[]): readonly string[] {
  return issues
    .filter(({ severity }) => severity === 'error')
    .map(({ code, at }) => `${code} at ${at.document}:${at.path.join('.')}`)
    .sort();
}

const faulty = siteWith((site) => {
  const machines = { ...site.machines };
  const change = (asset: string, other: (typeof machines)[string]) => {
    machines[asset] = { ...machines[asset], ...other };
  };
  const first = machines['gpu-r1-n1'];
  const second = machines['gpu-r1-n2'];
  const { eno1 } = first?.nics ?? {};
  change('gpu-r1-n2', {
    ...(first?.serial === undefined ? {} : { serial: first.serial }),
    bmc: { ...first?.bmc },
    nics: { ...second?.nics, ...(eno1 === undefined ? {} : { eno1 }) },
  });
  change('cpu-r1-n1', { unit: 42, overrides: { units: 3 } });
  return {
    ...site,
    machines,
    provisioner: { type: 'maas', providerVersion: '2.7.1' },
    racks: {
      ...site.racks,
      r02: { units: 42, otherUnits: 40, feeds: { a: { capacityWatts: 100 } }, otherWatts: 500 },
    },
    networks: {
      ...site.networks,
      provisioning: {
        purpose: 'provisioning',
        fabric: 'fab',
        vlan: 7,
        dhcp: { by: 'rack-controller', primary: 'rack-1' },
        subnets: { pxe: { cidr: '198.51.100.9/24', gateway: '198.51.101.1' } },
      },
      storage: {
        purpose: 'storage',
        mode: 'managed',
        fabric: 'fab',
        vlan: 100,
        dhcp: { by: 'relay', to: 'storage' },
        subnets: { main: { cidr: '10.2.128.0/24' } },
      },
    },
  };
});

test('faults of a site show all in one run, each with its own rule and place', () => {
  expect(errorsOf(check(faulty))).toEqual([
    'dhcp/no-range at site/dc1:networks.provisioning.dhcp',
    'dhcp/relay-target at site/dc1:networks.storage.dhcp.to',
    'machine/duplicate-bmc at site/dc1:machines.gpu-r1-n2.bmc.address',
    'machine/duplicate-mac at site/dc1:machines.gpu-r1-n2.nics.eno1.mac',
    'machine/duplicate-serial at site/dc1:machines.gpu-r1-n2.serial',
    'machine/duplicate-switch-port at site/dc1:machines.gpu-r1-n2.nics.eno1.port',
    'network/duplicate-vlan at site/dc1:networks.storage.vlan',
    'network/pxe-tagged at site/dc1:networks.provisioning.tagged',
    'power/over-feeds at site/dc1:racks.r02.feeds',
    'provisioner/provider-version at site/dc1:provisioner.providerVersion',
    'rack/full at site/dc1:racks.r02',
    'rack/unit-outside at site/dc1:machines.cpu-r1-n1.unit',
    'subnet/gateway-outside at site/dc1:networks.provisioning.subnets.pxe.gateway',
    'subnet/host-bits at site/dc1:networks.provisioning.subnets.pxe.cidr',
    'subnet/overlap at site/dc1:networks.storage.subnets.main.cidr',
  ]);
});

test('every error says what to do, or shows what it clashes with', () => {
  const mute = check(faulty).filter(
    ({ severity, hint, message }) => severity === 'error' && hint === undefined && !message.includes('"'),
  );
  expect(mute.map(({ code }) => code)).toEqual(['subnet/gateway-outside']);
});

test('messages begin small, end without a stop and carry no whole objects', () => {
  for (const { code, message } of check(faulty)) {
    expect(message, code).not.toMatch(/\.$|\[object|undefined|null/);
    expect(message, code).toMatch(/^(?:[a-z"\d]|MAC |BMC |MAAS |DHCP |VLAN |IP)/);
  }
});

test('addresses that cannot be read are reported as such, and stop nothing else', () => {
  const issues = check(
    siteWith((site) => ({
      ...site,
      networks: {
        ...site.networks,
        'in-band': {
          purpose: 'in-band',
          fabric: 'fab',
          vlan: 100,
          subnets: { main: { cidr: '10.2.0.300/16', gateway: '10.2.0.1' } },
        },
      },
    })),
  );
  expect(errorsOf(issues)).toContain('subnet/invalid-address at site/dc1:networks.in-band.subnets.main.cidr');
});

test('a fault that a preset wrote is placed where its options stand', () => {
  const definition = definitionOf({
    cluster: {
      preset: 'dedicated-training',
      options: { gpuNodes: 2, gpu: { vendor: 'amd', count: 4 }, controlNodes: 2, loginNodes: 0 },
    },
  });
  const train = definition.clusters['train'];
  if (train === undefined) throw new Error('the fixture has no cluster train');
  const { pools: _pools, mode: _mode, ...cluster } = train;
  const issues = check({ ...definition, clusters: { train: cluster } });
  expect(issues.find(({ code }) => code === 'bond/lacp-on-boot-nic')?.at).toEqual({
    document: 'cluster/train',
    path: ['options'],
  });
});
