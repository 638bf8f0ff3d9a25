import { MAAS_SERVER_FEATURES, maasServerHas } from '../../../facts/providers/supports.js';
import { poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

const feature = MAAS_SERVER_FEATURES['release-scripts'];

/** Release scripts on a MAAS that has none. */
export const releaseScriptsUnsupported: ModelRule = {
  tier: 'model',
  id: 'release/scripts-unsupported',
  severity: 'error',
  mayAcknowledge: false,
  title: `release scripts need MAAS ${feature.since}`,
  rationale: 'the provider refuses them with an older MAAS when it plans',
  source: 'read in the provider source',
  *check(model) {
    const { type, serverVersion } = model.site.provisioner;
    if (type !== 'maas' || maasServerHas(serverVersion, 'release-scripts')) return;
    yield* poolFindings(
      model,
      ['release', 'scripts'],
      function* (slot) {
        if (slot.release.scripts.length > 0) yield `has release scripts, and MAAS is ${serverVersion}`;
      },
      'leave release.scripts out, or upgrade MAAS',
    );
  },
};
