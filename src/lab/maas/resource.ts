import type { LabDataSource, LabResource } from '../resource.js';
import type { MaasCall } from './call.js';

/** A resource type of the provider canonical/maas. */
export type MaasResource = LabResource<MaasCall>;

/** A data source of the provider canonical/maas. */
export type MaasDataSource = LabDataSource<MaasCall>;
