import type { z } from 'zod';
import type { HardwareProfile } from '../../definition/hardware.js';
import type { Project } from '../../definition/project.js';
import type { Site } from '../../definition/site.js';

/** What the inventory is made of. All parts have passed their schemas. */
export interface SiteParts {
  readonly name: string;
  readonly site: z.output<typeof Site>;
  readonly project: z.output<typeof Project>;
  readonly profiles: Readonly<Record<string, z.output<typeof HardwareProfile>>>;
  /** Names of records set aside for errors of their own: using one is no second problem. */
  readonly isSetAside: (document: string, path: readonly (string | number)[]) => boolean;
  /** VLAN numbers from pools, by network name. */
  readonly vlanNumbers: ReadonlyMap<string, number>;
}
