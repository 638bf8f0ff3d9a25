import { describe, expect, test } from 'vitest';
import { guardrails } from '../../src/guardrails/all.js';
import { type GuardrailInput, runProjectGuardrails } from '../../src/guardrails/run.js';
import type { SiteModel } from '../../src/model/types.js';
import { changed, item, type Mutable, named } from '../support/inventory-fixture.js';

type Change = (model: Mutable<SiteModel>) => void;

/** A second site with machines, addresses and names of its own. */
function secondSite(change: Change = () => {}): SiteModel {
  return changed((model) => {
    const { site } = model;
    Object.assign(site, { name: 'dc2', domain: 'dc2.example.net' });
    for (const machine of site.machines) {
      machine.serial = `DC2-${machine.serial}`;
      for (const nic of machine.nics) nic.mac = nic.mac?.replace('02:00:5e', '02:00:5f') ?? null;
    }
    for (const slot of model.clusters.flatMap(({ slots }) => slots))
      slot.fqdn = `${slot.name}.dc2.example.net`;
    change(model);
  });
}

function input(model: SiteModel, acknowledgements: GuardrailInput['acknowledgements'] = []): GuardrailInput {
  return { inventory: model.site, model, acknowledgements };
}

function found(first: Change, second: Change): readonly string[] {
  return runProjectGuardrails([input(secondSite(second)), input(changed(first))]).map(
    ({ code, message, at }) => `${code} | ${message} | ${at.document}:${at.path.join('.')}`,
  );
}

const nothing: Change = () => {};
const api = 'https://maas.example.net/MAAS';
const oneProvisioner: Change = (model) => {
  model.site.provisioner.apiUrl = api;
};
const oneDomain: Change = (model) => {
  model.site.routingDomain = 'backbone';
};
/** Prefixes and BMCs elsewhere than at the first site. */
const elsewhere: Change = (model) => {
  for (const network of model.site.networks)
    if (network.purpose !== 'rail')
      for (const subnet of network.subnets) subnet.cidr = subnet.cidr.replace(/^\d+/, '172');
  model.site.machines.forEach((machine, index) => {
    machine.bmc.address = `172.0.2.${10 + index}`;
  });
};
const both =
  (...changes: readonly Change[]): Change =>
  (model) => {
    for (const change of changes) change(model);
  };

describe('sites that have nothing to do with each other', () => {
  test('may have the same names, prefixes and BMC addresses', () => {
    expect(found(nothing, nothing)).toEqual([]);
  });
});

describe('a rule on all sites', () => {
  const cases: readonly (readonly [rule: string, first: Change, second: Change, finds: string])[] = [
    [
      'sites/duplicate-serial',
      nothing,
      (model) => {
        named(model.site.machines, 'gpu-2').serial = 'SN-4';
      },
      'serial number "SN-4" of machine "gpu-2" belongs to "gpu-1" at site "dc1" | site/dc2:machines.gpu-2.serial',
    ],
    [
      'sites/duplicate-mac',
      nothing,
      (model) => {
        item(named(model.site.machines, 'gpu-2').nics).mac = '02:00:5e:00:04:00';
      },
      'MAC address 02:00:5e:00:04:00 of NIC "eno1" of machine "gpu-2" belongs to "gpu-1" at site "dc1" | site/dc2:machines.gpu-2.nics.eno1.mac',
    ],
    [
      'sites/duplicate-bmc',
      oneDomain,
      both(oneDomain, elsewhere, (model) => {
        named(model.site.machines, 'gpu-2').bmc.address = '192.0.2.14';
      }),
      'BMC address 192.0.2.14 of machine "gpu-2" belongs to "gpu-1" at site "dc1" | site/dc2:machines.gpu-2.bmc.address',
    ],
    [
      'sites/duplicate-asset',
      oneProvisioner,
      both(oneProvisioner, elsewhere, (model) => {
        for (const machine of model.site.machines)
          if (machine.asset !== 'gpu-1') machine.asset = `b-${machine.asset}`;
      }),
      'machine "gpu-1" is at site "dc1" too, and both sites have the provisioner at https://maas.example.net/MAAS | site/dc2:machines.gpu-1',
    ],
    [
      'sites/duplicate-host-name',
      nothing,
      (model) => {
        for (const slot of model.clusters.flatMap(({ slots }) => slots))
          slot.fqdn = `${slot.name}.dc1.example.net`;
      },
      'slots of cluster "train-a" at site "dc2" have the host names of site "dc1", such as train-a-control-001.dc1.example.net | site/dc2:domain',
    ],
    [
      'sites/overlapping-prefix',
      oneDomain,
      both(oneDomain, elsewhere, (model) => {
        item(named(model.site.networks, 'storage').subnets).cidr = '10.40.0.128/25';
      }),
      'prefix 10.40.0.128/25 of network "storage" overlaps with 10.40.0.0/24 of "storage" at site "dc1", in routing domain "backbone" | site/dc2:networks.storage.subnets.main.cidr',
    ],
  ];
  test.each(cases)('%s finds what is at two sites', (rule, first, second, finds) => {
    expect(found(first, second)).toEqual([`${rule} | ${finds}`]);
  });

  test('has a case here', () => {
    const ids = guardrails.filter(({ tier }) => tier === 'project').map(({ id }) => id);
    expect(cases.map(([rule]) => rule).sort()).toEqual(ids);
  });

  test('finds nothing where sites that reach each other differ in all of it', () => {
    const apart = both(oneDomain, oneProvisioner, elsewhere, (model) => {
      for (const machine of model.site.machines) machine.asset = `b-${machine.asset}`;
    });
    expect(found(both(oneDomain, oneProvisioner), apart)).toEqual([]);
  });

  test('is accepted by an acknowledgement at either site, where it may be', () => {
    const acknowledged = (rule: string, second: Change) =>
      runProjectGuardrails([
        input(changed(nothing), [
          {
            rule,
            reason: 'the two makers count alike',
            at: { document: 'site/dc1', path: ['acknowledge', 0] },
          },
        ]),
        input(secondSite(second)),
      ]).map((issue) => issue.acknowledged !== undefined);
    const serial: Change = (model) => {
      named(model.site.machines, 'gpu-2').serial = 'SN-4';
    };
    const mac: Change = (model) => {
      item(named(model.site.machines, 'gpu-2').nics).mac = '02:00:5e:00:04:00';
    };
    expect(acknowledged('sites/duplicate-serial', serial)).toEqual([true]);
    expect(acknowledged('sites/duplicate-mac', mac)).toEqual([false]);
  });
});
