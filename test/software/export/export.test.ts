import { describe, expect, test } from 'vitest';
import type { SiteModel } from '../../../src/model/types.js';
import { exports } from '../../../src/software/export/export.js';
import { changed, slotsIn } from '../../support/inventory-fixture.js';
import { trainingModel } from '../day2/training.js';

const model = trainingModel();

test('hosts: a slot by its DNS address, and its other addresses by their networks', () => {
  const lines = exports.hosts.text(model).split('\n');
  expect(lines).toContain('203.0.113.10 train-a-gpu-001.dc1.example.net train-a-gpu-001');
  expect(lines.filter((line) => line.includes(' train-a-gpu-001-'))).toEqual([
    '203.0.113.129 train-a-gpu-001-storage',
    ...[0, 1, 2, 3].map((rail) => `10.64.0.${rail * 64 + 2} train-a-gpu-001-rail-${rail}`),
  ]);
});

test('slurm-topology: what topology.conf has', () => {
  expect(exports['slurm-topology'].text(model)).toContain(
    'SwitchName=unit-rail-0.r01 Nodes=train-a-gpu-[001-004]\n',
  );
});

describe('switch-ports', () => {
  const rows = exports['switch-ports'].text(model).split('\n');

  test('have VLANs, MTU and bond of the slot that is on them', () => {
    expect(rows[0]).toBe('switch,port,asset,nic,slot,tenant,untagged,tagged,mtu,bond,networks');
    expect(rows).toContain(
      'leaf-1a,Ethernet1,gpu-r01-n01,eno1,train-a-gpu-001,research,0,110 120,9000,bond-mgmt,in-band storage',
    );
    expect(rows).toContain('rail-2,Ethernet1,gpu-r01-n01,ens3,train-a-gpu-001,research,0,,9000,,rail-2');
  });

  test('of machines in no slot carry nothing', () => {
    expect(rows).toContain('leaf-1a,Ethernet3,gpu-r01-n03,eno1,,,,,,,');
  });

  test('have cells that CSV would take apart in quotes', () => {
    const odd = changed((one) => {
      for (const machine of one.site.machines)
        for (const nic of machine.nics) Object.assign(nic, { switch: 'a,"b"', port: '1' });
    });
    expect(exports['switch-ports'].text(odd)).toContain('\n"a,""b""",1,');
  });
});

describe('pkeys', () => {
  function infiniband(pkey: number | null): SiteModel {
    return changed((one) => {
      slotsIn(one, 'gpu').forEach((slot, index) => {
        slot.rails.forEach((rail, number) => {
          Object.assign(rail, { kind: 'infiniband', pkey, mac: `00:11:22:ff:fe:00:0${index}:0${number}` });
        });
      });
    });
  }

  test('are partitions with the ports of their tenant, as full members', () => {
    const [name] = slotsIn(infiniband(0x1234) as never, 'gpu').map((slot) => slot.name);
    expect(exports.pkeys.text(infiniband(0x1234))).toContain(
      `red-0x1234=0x1234,ipoib :\n  0x001122fffe000000=full, # ${name} rail 0\n`,
    );
    expect(exports.pkeys.text(infiniband(0x1234))).toMatch(/=full ; # \S+ rail \d\n$/);
  });

  test('of ports in the default partition need no line', () => {
    expect(exports.pkeys.text(infiniband(null))).toMatch(
      /ALL=limited, SELF=full ;\n# \d+ ports stay in the default partition\n$/,
    );
  });

  test('are none of Ethernet', () => {
    expect(exports.pkeys.data(model)).toEqual([]);
  });
});
