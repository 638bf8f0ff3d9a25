import { machinesOf } from '../../model/machines.js';
import type { SiteInventory, SlotModel } from '../../model/types.js';
import { type Expected, expectedAtFirstBoot, expectedText } from '../check/expected.js';
import { checkScript } from '../check/script.js';
import { checkPaths, checkUnit, checkUnitText, neighboursUnit } from '../check/unit.js';
import { type CloudConfig, file } from './cloud-config.js';

/**
 * The acceptance check at first boot, by the same script as later: GPUs, NICs with speed and MTU, rails by their
 * switch ports, disks, memory, scratch. What comes later, such as mounts, is expected once it is there.
 *
 * It stops nothing: a machine that is not as defined comes up, says so on its console, and `rackform verify` tells it.
 */
export function acceptance(slot: SlotModel, site: SiteInventory): CloudConfig {
  const machine = machinesOf(site).get(slot.asset);
  if (machine === undefined) return {};
  const expected = expectedAtFirstBoot(slot, machine);
  return {
    write_files: [...shared, file(checkPaths.expected, '0644', expectedText(expected))],
    runcmd: hasNeighbours(expected) ? [reload, listen, check] : [reload, check],
  };
}

/** Without a switch port to compare with, nobody need listen for neighbours. */
function hasNeighbours({ nics }: Expected): boolean {
  return nics.some(({ mtu, switch: name, port }) => mtu !== null && name !== null && port !== null);
}

const shared = [
  file(checkPaths.script, '0755', checkScript),
  file(`/etc/systemd/system/${checkUnit}`, '0644', checkUnitText),
];
// Beside the rest of the first boot: MAAS calls a deployment failed whose commands or packages fail, and neither a site
// without a mirror nor neighbours that take a while are a reason for that.
const reload = ['systemctl', 'daemon-reload'];
const listen = [
  ...['systemd-run', '--no-block', `--unit=${neighboursUnit}`, '--property=Type=oneshot'],
  ...['--setenv=DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '--yes'],
  ...['-o', 'DPkg::Lock::Timeout=600', 'lldpd'],
];
const check = ['systemctl', 'enable', '--now', '--no-block', checkUnit];
