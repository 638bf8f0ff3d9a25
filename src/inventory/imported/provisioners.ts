import type { ProvisionerType } from '../../facts/provisioner-types.js';
import type { DocumentMap } from '../emit.js';

/** What a site of one provisioner leaves to people, which no inventory says. */
interface LeftToPeople {
  /** Comments below `provisioner`. */
  readonly provisioner: DocumentMap;
  /** What fabrics are; null where none have to be said. */
  readonly fabrics: string | null;
  readonly image: string;
}

const maasImage = 'noble: { series: noble }';

const leftToPeople: Readonly<Record<ProvisionerType, LeftToPeople>> = {
  maas: {
    provisioner: { '#url': 'apiUrl:  # fill in: URL of MAAS, or leave it to MAAS_API_URL' },
    fabrics: 'MAAS fabrics',
    image: maasImage,
  },
  ironic: {
    provisioner: {
      '#url': 'apiUrl:  # fill in: URL of Ironic, or leave it to the Terraform variable ironic_url',
      '#release': 'release:  # fill in: release of Ironic, such as "2026.1"',
      '#cleaning': 'cleaning:  # fill in: what the conductors erase on release: devices, metadata or none',
    },
    fabrics: null,
    image: 'noble: { url: https://..., checksum: sha256:... }',
  },
  'dry-run': { provisioner: {}, fabrics: 'fabrics', image: maasImage },
};

/** The part `provisioner` of a site. */
export function provisionerDocument(type: ProvisionerType): DocumentMap {
  return { type, ...leftToPeople[type].provisioner };
}

/** The comment in place of `fabrics`; Ironic makes no networks, so there nothing has to be said. */
export function fabricsComment(type: ProvisionerType): DocumentMap {
  const { fabrics } = leftToPeople[type];
  return fabrics === null
    ? {}
    : { '#fabrics': `fabrics:  # fill in: ${fabrics} by name, with mode existing or managed` };
}

/** The comment in place of the fabric of a network. */
export function fabricComment(type: ProvisionerType, place: string): DocumentMap {
  const { fabrics } = leftToPeople[type];
  return fabrics === null
    ? {}
    : {
        '#fabric': `fabric:  # fill in: the ${fabrics.replace(/s$/, '')} that it is ${place} of; add it to fabrics`,
      };
}

/** The comment in place of `images`. */
export function imagesComment(type: ProvisionerType): DocumentMap {
  const { image } = leftToPeople[type];
  return { '#images': `images:  # fill in: images by name, such as ${image}; and defaults.image` };
}

/** Whether people have to say the fabrics of a site and its networks. */
export function hasFabrics(type: ProvisionerType): boolean {
  return leftToPeople[type].fabrics !== null;
}
