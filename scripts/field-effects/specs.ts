import type { Spec } from './spec.js';
import { clusterSpecs } from './specs-cluster.js';
import { hardwareSpecs } from './specs-hardware.js';
import { ironicSpecs } from './specs-ironic.js';
import { networkSpecs } from './specs-network.js';
import { siteSpecs } from './specs-site.js';
import { softwareSpecs } from './specs-software.js';

/** How fields are changed, by field. */
export const specs: Readonly<Record<string, Spec>> = {
  ...siteSpecs,
  ...networkSpecs,
  ...clusterSpecs,
  ...hardwareSpecs,
  ...ironicSpecs,
  ...softwareSpecs,
};
