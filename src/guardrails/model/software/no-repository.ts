import type { DriverModel } from '../../../model/software-types.js';
import { amdDrivers, type DriverOf, driverName, nvidiaDrivers } from '../../support/drivers.js';
import { quote } from '../../support/groups.js';
import { siteAt } from '../../support/places.js';
import type { ModelRule } from '../../types.js';

/** Packages that come from nowhere. */
export const softwareNoRepository: ModelRule = {
  tier: 'model',
  id: 'software/no-repository',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'it is known where machines get the packages of their GPUs from',
  rationale:
    'drivers come from repositories of the vendor, by the system of the image; at an offline site, or with an image whose name and series do not say what system it is, only the site can name them',
  source: 'what rackform writes',
  *check(model) {
    const all: readonly DriverOf<DriverModel>[] = [...nvidiaDrivers(model), ...amdDrivers(model)];
    for (const of of all) {
      const { missingRepositories: missing } = of.driver;
      if (missing.length === 0) continue;
      yield {
        subject: driverName(of),
        message: `${of.driver.gpu} of cluster ${quote(of.cluster.name)} needs packages from ${missing.join(' and ')}, and ${model.site.software.offline ? `the offline site ${quote(model.site.name)} names no such repository` : 'the image does not say which system they are for'}`,
        at: siteAt(model.site, 'software', 'repositories'),
        hint: `name them in software.repositories of the site, or acknowledge this where the image has them`,
      };
    }
  },
};
