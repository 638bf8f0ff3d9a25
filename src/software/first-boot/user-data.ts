import { createHash } from 'node:crypto';
import { ironicDialects } from '../../facts/providers/ironic-dialects.js';
import type { SiteInventory, SiteModel, SlotModel } from '../../model/types.js';
import { acceptance } from './acceptance.js';
import {
  type CloudConfig,
  type Merged,
  mergeCloudConfig,
  printCloudConfig,
  type UserDataConflict,
} from './cloud-config.js';
import { acs, commandLine, sysctl } from './kernel.js';
import { networkSetup } from './network-setup.js';
import { rails } from './rails.js';
import { scratch } from './scratch.js';

type Part = (slot: SlotModel, site: SiteInventory) => CloudConfig;

/**
 * What rackform puts on a server, in order of running. The one place where more is added: drivers, a scheduler.
 * Each part is a cloud-config of its own; parts must not set the same key, but for lists.
 */
const parts: readonly Part[] = [hostName, sysctl, acs, rails, scratch];

/** What MAAS does by itself and Ironic does not. */
const partsForIronic: readonly Part[] = [...parts, timeServers, commandLine];

function partsFor({ provisioner: { ironic } }: SiteInventory): readonly Part[] {
  if (ironic === null) return parts;
  const byUserData = ironicDialects[ironic.dialect].values === 'strings';
  return byUserData ? [networkSetup, ...partsForIronic] : partsForIronic;
}

/**
 * The cloud-config of a slot: what the model decides, merged with the user's own (`mergeCloudConfig`).
 *
 * The same model gives the same text. It holds no secret of ours; the user's part stands in plan and state in
 * clear, as all of it does. Keep it small: it is kept in the state once a slot, and other provisioners take
 * less than MAAS does.
 */
export function userData(slot: SlotModel, model: SiteModel): string {
  return printCloudConfig(
    merged(slot, model.site, acceptance(slot, model.site)).config,
    commentOf(slot, model),
  );
}

/** What the user's cloud-config sets against ours. Where there are any, ours stands; a guardrail refuses it. */
export function userDataConflicts(slot: SlotModel, model: SiteModel): readonly UserDataConflict[] {
  return merged(slot, model.site, acceptance(slot, model.site)).conflicts;
}

/**
 * Digest of all that only a reimage applies: image, kernel options, user data, storage and the network that MAAS
 * sets up. 16 hex digits. Moves with any byte of these, so also with a rackform that writes other user data.
 * The acceptance check is left out: what it expects may change in the life of a machine, and `rackform software` brings it.
 */
export function contentDigest(slot: SlotModel, model: SiteModel): string {
  const { image, kernel, storage, ports } = slot;
  const { series, hweKernel, url, checksum, diskFormat } = image;
  // Neither what the site calls an image nor what its switches do is on the server.
  const deployed =
    model.site.provisioner.ironic === null ? { series, hweKernel } : { url, checksum, diskFormat };
  const made = ports.map(({ bond, ...port }) => {
    const { lacpFallback: __, ...own } = bond ?? { lacpFallback: false };
    return { ...port, bond: bond === null ? null : own };
  });
  const text = printCloudConfig(merged(slot, model.site, {}).config, commentOf(slot, model));
  const content = JSON.stringify([deployed, kernel, storage, made, text]);
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

function merged(slot: SlotModel, site: SiteInventory, check: CloudConfig): Merged {
  const ours = partsFor(site).reduce<CloudConfig>(
    (config, part) => mergeCloudConfig(config, part(slot, site)).config,
    {},
  );
  return mergeCloudConfig(mergeCloudConfig(ours, check).config, slot.userData);
}

function commentOf({ name }: SlotModel, { site }: SiteModel): string {
  return `${name} at ${site.name}, written by rackform`;
}

function timeServers(_slot: SlotModel, { ntp }: SiteInventory): CloudConfig {
  return ntp.length === 0 ? {} : { ntp: { enabled: true, servers: [...ntp] } };
}

/** The provisioner calls the machine by its asset name; the slot's name wins on the server itself. */
function hostName({ name, fqdn }: SlotModel): CloudConfig {
  return { preserve_hostname: false, hostname: name, fqdn };
}
