import type { AmdDriverModel } from '../../../model/software-types.js';
import type { NodeFile, NodeSoftware } from '../node.js';
import { pinFile } from './pins.js';

/** Kernel driver and ROCm of AMD GPUs. */
export function amd(driver: AmdDriverModel): Partial<NodeSoftware> {
  const { vendor, name, gpu, gpusPerMachine, slots, repositories, missingRepositories, ...own } = driver;
  const { rocm, amdgpu, parameters, deepIdle, sysctl, ...unmapped } = own;
  unmapped satisfies Record<string, never>;
  // Whose it is, and what guardrails tell.
  void [vendor, gpu, gpusPerMachine, slots, missingRepositories];
  return {
    groups: [name],
    repositories,
    // Libraries too: they are not changed under a job that uses them.
    driverPackages: [
      `amdgpu-dkms=*.${packageNumber(amdgpu)}-*`,
      ...['rocm-hip-runtime', 'rccl', 'amd-smi-lib', 'rocminfo', 'rocm-validation-suite'].map(
        (own) => `${own}=*.${packageNumber(rocm)}-*`,
      ),
    ],
    files: [
      pinFile(name, [
        {
          why: `ROCm ${rocm} and its kernel driver, before what the system has of them.`,
          packages: ['*'],
          // Mirrors keep the origin that is in the index of what they mirror.
          pin: 'release o=repo.radeon.com',
          priority: 600,
        },
      ]),
      devicesFile(name),
      ...parametersFile(name, parameters),
      ...sysctlFile(name, sysctl),
      ...(deepIdle ? [] : [idleFile(name)]),
    ],
    units: deepIdle ? [] : [idleUnit],
  };
}

/**
 * A release as AMD ends the versions of its packages with it: 70203 of 7.2.3; from 30 on, which the kernel driver
 * has, with two digits more: 30300300 of 30.30.3.
 *
 * Source: names of packages at repo.radeon.com, general knowledge.
 */
export function packageNumber(release: string): string {
  const [major = 0, minor = 0, patch = 0] = release.split('.').map(Number);
  const number = major * 10_000 + minor * 100 + patch;
  return String(major >= 30 ? number * 100 : number);
}

/** Read before what a pool says of its kernel, which therefore wins. */
function sysctlFile(group: string, values: AmdDriverModel['sysctl']): readonly NodeFile[] {
  if (values.length === 0) return [];
  return [
    {
      path: '/etc/sysctl.d/50-rackform-amd.conf',
      mode: '0644',
      content: `# Written by rackform.\n${values.map(({ key, value }) => `${key} = ${value}\n`).join('')}`,
      group,
      restarts: ['systemd-sysctl.service'],
    },
  ];
}

const idleUnit = 'rackform-cpu-idle.service';

/** What `cpupower idle-set -d 2` does, on CPUs of AMD only: the second state of others is another one. */
function idleFile(group: string): NodeFile {
  return {
    path: `/etc/systemd/system/${idleUnit}`,
    mode: '0644',
    content: `# Written by rackform.
[Unit]
Description=Keep cores out of C2

[Service]
Type=oneshot
RemainAfterExit=yes
ExecCondition=/bin/grep -q AuthenticAMD /proc/cpuinfo
ExecStart=/bin/sh -c 'for state in /sys/devices/system/cpu/cpu*/cpuidle/state2/disable; do echo 1 >"$$state"; done'
ExecStop=/bin/sh -c 'for state in /sys/devices/system/cpu/cpu*/cpuidle/state2/disable; do echo 0 >"$$state"; done'

[Install]
WantedBy=multi-user.target
`,
    group,
    restarts: [idleUnit],
  };
}

/** Who may use GPUs is for the scheduler to say, not for groups of users. */
function devicesFile(group: string): NodeFile {
  return {
    path: '/etc/udev/rules.d/70-rackform-amdgpu.rules',
    mode: '0644',
    content: [
      '# Written by rackform.',
      'KERNEL=="kfd", MODE="0666"',
      'SUBSYSTEM=="drm", KERNEL=="renderD*", MODE="0666"',
      '',
    ].join('\n'),
    group,
    restarts: [],
  };
}

function parametersFile(group: string, parameters: AmdDriverModel['parameters']): readonly NodeFile[] {
  if (parameters.length === 0) return [];
  const options = parameters.map(({ key, value }) => `${key}=${value}`).join(' ');
  return [
    {
      path: '/etc/modprobe.d/rackform-amdgpu.conf',
      mode: '0644',
      content: `# Written by rackform. In force when the module is loaded anew.\noptions amdgpu ${options}\n`,
      group,
      restarts: [],
    },
  ];
}
