import { test } from 'vitest';
import type { Definition } from '../../../src/definition/definition.js';
import { modelOf, wholeLife } from './whole-life.js';

/** The simplest cluster of the README: two servers on a MAAS that already serves PXE. */
const simplest: Definition = {
  project: {
    organization: 'acme',
    tenants: { research: {} },
    deployments: [{ cluster: 'train', site: 'lab' }],
  },
  hardware: {
    node: {
      cpu: { sockets: 2, coresPerSocket: 32 },
      memoryGiB: 256,
      nics: { eth0: { gbps: 25, roles: ['boot', 'management'] } },
      disks: { ssd0: { type: 'ssd', sizeGB: 960, role: 'root' } },
    },
  },
  sites: {
    lab: {
      domain: 'lab.example.org',
      provisioner: { type: 'maas' },
      fabrics: { main: {} },
      networks: {
        boot: {
          purpose: 'provisioning',
          fabric: 'main',
          subnets: {
            boot: {
              cidr: '192.0.2.0/24',
              ranges: { pxe: { type: 'dynamic', from: '192.0.2.200', to: '192.0.2.250' } },
            },
          },
          dhcp: { by: 'rack-controller', primary: 'maas' },
        },
        servers: {
          purpose: 'in-band',
          mode: 'managed',
          fabric: 'main',
          vlan: 20,
          subnets: { servers: { cidr: '198.51.100.0/24', gateway: '198.51.100.1' } },
        },
      },
      images: { noble: { series: 'ubuntu/noble' } },
      credentials: { bmc: {} },
      defaults: { image: 'noble', credentials: 'bmc', profile: 'node' },
      machines: {
        n1: { bmc: { address: '203.0.113.11' }, nics: { eth0: { mac: '02:00:5e:00:53:01' } } },
        n2: { bmc: { address: '203.0.113.12' }, nics: { eth0: { mac: '02:00:5e:00:53:02' } } },
      },
    },
  },
  clusters: {
    train: {
      tenant: 'research',
      mode: 'dedicated',
      pools: { cpu: { role: 'cpu', count: 2, networks: { 'in-band': {} } } },
    },
  },
};

test("the README's simplest cluster: every stack applies, plans empty and is destroyed", async () => {
  await wholeLife(modelOf(simplest, 'lab'), { Deployed: 2 });
}, 60_000);
