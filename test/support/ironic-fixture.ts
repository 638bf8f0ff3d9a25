import { terraformBuiltin } from '../../src/facts/providers/builtin.js';
import { ironicProviders } from '../../src/facts/providers/ironic.js';
import { type IronicDialect, ironicDialects } from '../../src/facts/providers/ironic-dialects.js';
import type { ProviderFacts } from '../../src/facts/providers/provider-facts.js';
import type { ImageModel, IronicNodeModel, IronicSiteModel } from '../../src/model/ironic-types.js';
import type { MachineModel, SiteModel } from '../../src/model/types.js';
import { exampleModel } from './model-fixture.js';

/** Facts of all that a stack of a dialect is made of. */
export function factsOf(dialect: IronicDialect): readonly ProviderFacts[] {
  return [ironicProviders[dialect], terraformBuiltin];
}

export const ironicImage: ImageModel = {
  name: 'noble',
  series: null,
  hweKernel: null,
  url: 'http://images.dc1.example.net/noble.qcow2',
  checksum: { algorithm: 'sha256', value: 'ab'.repeat(32) },
  diskFormat: null,
};

/** Where nothing is said of Ironic at a site. */
export function plainIronic(dialect: IronicDialect, changes: Partial<IronicSiteModel> = {}): IronicSiteModel {
  return {
    dialect,
    release: '2026.1',
    version: '35.0',
    microversion: '1.95',
    auth: 'none',
    cleaning: 'devices',
    switchIds: [{ name: 'leaf-1', id: '02:00:5e:0f:00:01' }],
    ...changes,
  };
}

/** Where nothing is said of a node. */
export function plainNode(machine: MachineModel, changes: Partial<IronicNodeModel> = {}): IronicNodeModel {
  const { protocol } = machine.bmc;
  return {
    hardwareType: protocol === 'manual' ? 'manual-management' : protocol,
    interfaces: [],
    resourceClass: machine.hardware.profile,
    conductorGroup: null,
    deployKernel: null,
    deployRamdisk: null,
    verifyCa: true,
    vendor: null,
    physicalNetworks: [],
    ...changes,
  };
}

/** Another model as one of Ironic: the same machines and slots. */
export function asIronic(
  model: SiteModel,
  dialect: IronicDialect,
  changes: Partial<IronicSiteModel> = {},
): SiteModel {
  return {
    ...model,
    site: {
      ...model.site,
      domainMode: 'existing',
      provisioner: {
        type: 'ironic',
        providerVersion: ironicDialects[dialect].target,
        serverVersion: '35.0',
        apiUrl: 'http://ironic.dc1.example.net:6385',
        settings: [],
        ironic: plainIronic(dialect, changes),
      },
      images: [ironicImage],
      machines: model.site.machines.map((machine) => ({ ...machine, ironic: plainNode(machine) })),
    },
    clusters: model.clusters.map((cluster) => ({
      ...cluster,
      slots: cluster.slots.map((slot) => ({ ...slot, image: ironicImage })),
    })),
  };
}

/** The example model at a site of Ironic. */
export function ironicModel(dialect: IronicDialect, changes: Partial<IronicSiteModel> = {}): SiteModel {
  return asIronic(exampleModel(), dialect, changes);
}
