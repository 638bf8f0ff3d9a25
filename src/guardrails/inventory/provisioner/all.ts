import type { InventoryRule } from '../../types.js';
import { provisionerBmcAccount } from './bmc-account.js';
import { provisionerCleaningOff } from './cleaning-off.js';
import { provisionerEraseAlways } from './erase-always.js';
import { provisionerIronicRelease } from './ironic-release.js';
import { provisionerMicroversion } from './microversion.js';
import { provisionerNewerProvider } from './newer-provider.js';
import { provisionerProviderVersion } from './provider-version.js';
import { provisionerQuickErase } from './quick-erase.js';
import { provisionerRefusedSetting } from './refused-setting.js';
import { provisionerServerVersion } from './server-version.js';
import { provisionerSettingSaidTwice } from './setting-said-twice.js';
import { provisionerStorageLayout } from './storage-layout.js';

/** Every rule on the provisioner of a site, by id. */
export const provisionerRules: readonly InventoryRule[] = [
  provisionerBmcAccount,
  provisionerCleaningOff,
  provisionerEraseAlways,
  provisionerIronicRelease,
  provisionerMicroversion,
  provisionerNewerProvider,
  provisionerProviderVersion,
  provisionerQuickErase,
  provisionerRefusedSetting,
  provisionerServerVersion,
  provisionerSettingSaidTwice,
  provisionerStorageLayout,
];
