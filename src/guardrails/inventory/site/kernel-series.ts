import { quote } from '../../support/groups.js';
import { siteAt } from '../../support/places.js';
import type { InventoryRule } from '../../types.js';

/** Ubuntu releases by series, for kernels such as `ga-24.04`. */
const RELEASES: Readonly<Record<string, string>> = {
  bionic: '18.04',
  focal: '20.04',
  jammy: '22.04',
  noble: '24.04',
};

/** A kernel of another Ubuntu release than the image. */
export const siteKernelSeries: InventoryRule = {
  tier: 'inventory',
  id: 'site/kernel-series',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'the kernel of an image is made for its series',
  rationale:
    'MAAS takes a kernel such as ga-24.04 or hwe-24.04 only for the release of that number, and says so when it deploys',
  source: 'measured: ga-24.04 on noble works; the refusal of others by general knowledge, uncertain',
  *check(site) {
    for (const { name, series, hweKernel } of site.images) {
      if (series === null) continue;
      const release = RELEASES[series.replace(/^ubuntu\//, '')];
      const wanted = /^(?:ga|hwe)-(\d\d\.\d\d)/.exec(hweKernel ?? '')?.[1];
      if (release === undefined || wanted === undefined || release === wanted) continue;
      yield {
        subject: name,
        message: `image ${quote(name)} has series ${quote(series)} (${release}) and kernel ${quote(hweKernel ?? '')}`,
        at: siteAt(site, 'images', name, 'hweKernel'),
        hint: `use ga-${release} or hwe-${release}`,
      };
    }
  },
};
