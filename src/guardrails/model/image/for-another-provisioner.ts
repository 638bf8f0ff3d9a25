import { quote } from '../../support/groups.js';
import { poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** An image that says nothing to the site’s provisioner. */
export const imageForAnotherProvisioner: ModelRule = {
  tier: 'model',
  id: 'image/for-another-provisioner',
  severity: 'error',
  mayAcknowledge: false,
  title: 'an image in use says what the site’s provisioner deploys: series for MAAS, url for Ironic',
  rationale: 'MAAS deploys a series that it has imported, Ironic what it downloads from a URL',
  source: 'MAAS and OpenStack Ironic documentation (read)',
  *check(model) {
    const { type } = model.site.provisioner;
    if (type === 'dry-run') return;
    yield* poolFindings(
      model,
      ['image'],
      function* ({ image }) {
        if (type === 'maas' && image.series === null)
          yield `is deployed with image ${quote(image.name)}, which has no series for MAAS`;
        if (type === 'ironic' && image.url === null)
          yield `is deployed with image ${quote(image.name)}, which has no url for Ironic`;
      },
      `add ${type === 'maas' ? 'series' : 'url and checksum'} to the image of the site`,
    );
  },
};
