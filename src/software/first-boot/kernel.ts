import type { SlotModel } from '../../model/types.js';
import { type CloudConfig, file } from './cloud-config.js';

const sysctlFile = '/etc/sysctl.d/60-rackform.conf';

/** sysctl values. Kernel options and huge pages are not here: they come with the tag, on the command line. */
export function sysctl(slot: SlotModel): CloudConfig {
  const { options, sysctl: values, acs: access, ...unmapped } = slot.kernel;
  unmapped satisfies Record<string, never>;
  // On the command line, by the tag; and `acs` below.
  void [options, access];
  if (values.length === 0) return {};
  const content = values.map(({ key, value }) => `${key} = ${value}\n`).join('');
  return { write_files: [file(sysctlFile, '0644', content)], runcmd: loadSysctl };
}

const loadSysctl = [['sysctl', '-p', sysctlFile]];

const commandLineFile = '/etc/default/grub.d/60-rackform.cfg';

/**
 * Kernel options of the pool by the boot loader of the server, for a provisioner that gives them to nobody: written
 * at first boot, in force after the one restart that follows it.
 */
export function commandLine(slot: SlotModel): CloudConfig {
  const { options } = slot.kernel;
  if (options.length === 0) return {};
  const quoted = options.join(' ').replaceAll(/[\\"$`]/g, (character) => `\\${character}`);
  const content = `# Written by rackform.\nGRUB_CMDLINE_LINUX_DEFAULT="$GRUB_CMDLINE_LINUX_DEFAULT ${quoted}"\n`;
  return {
    write_files: [file(commandLineFile, '0644', content)],
    runcmd: updateGrub,
    power_state: { mode: 'reboot', message: 'kernel options of the pool', timeout: 120, condition: true },
  };
}

const updateGrub = [['update-grub']];

/** PCIe access control off, where asked: at every boot, since bridges forget it. */
export function acs(slot: SlotModel): CloudConfig {
  return { on: {}, firmware: {}, off: acsOff }[slot.kernel.acs];
}

const acsOff = {
  write_files: [
    file(
      '/usr/local/lib/rackform/acs-off',
      '0755',
      `#!/bin/bash
# Turns PCIe access control off on every function that has it: with it on, traffic between GPUs and NICs goes
# through the root complex (NCCL user guide, "PCI Access Control Services").
set -euo pipefail
for bdf in $(lspci -D | cut -d ' ' -f 1); do
  if setpci -s "$bdf" ECAP_ACS+0x6.w >/dev/null 2>&1; then
    setpci -s "$bdf" ECAP_ACS+0x6.w=0000
  fi
done
`,
    ),
    file(
      '/etc/systemd/system/rackform-acs-off.service',
      '0644',
      `[Unit]
Description=PCIe access control off, for GPUDirect

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/lib/rackform/acs-off

[Install]
WantedBy=multi-user.target
`,
    ),
  ],
  runcmd: [
    ['systemctl', 'daemon-reload'],
    ['systemctl', 'enable', '--now', 'rackform-acs-off.service'],
  ],
};
