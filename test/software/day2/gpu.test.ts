import { describe, expect, test } from 'vitest';
import {
  amdgpuRelease,
  compareVersions,
  nvidiaGpuFacts,
  nvSwitchFacts,
  pinned,
} from '../../../src/facts/gpu-software.js';
import { packageNumber } from '../../../src/software/day2/gpu/amd.js';
import { nvidia } from '../../../src/software/day2/gpu/nvidia.js';
import { nvidiaDriver } from '../../support/software-fixture.js';
import { fileOn, softwareOn, trainingModel } from './training.js';

const h100 = { vendor: 'nvidia', model: 'H100-SXM-80GB', count: 8 } as const;
const slot = 'train-a-gpu-001';

describe('on machines with GPUs of NVIDIA', () => {
  test('driver, fabric manager and container toolkit are of the pinned versions', () => {
    const { driverPackages, packages, driverUnits } = softwareOn(trainingModel({ gpus: h100 }), slot);
    const { version } = pinned.nvidiaDriver;
    expect(driverPackages).toEqual([
      `nvidia-open-580=${version}-*`,
      `nvidia-fabricmanager-580=${version}-*`,
      `libnvidia-nscq-580=${version}-*`,
    ]);
    expect(packages).toContain(`nvidia-container-toolkit=${pinned.nvidiaContainerToolkit.version}-*`);
    expect(driverUnits).toEqual([
      'nvidia-persistenced.service',
      'nvidia-fabricmanager.service',
      'nvidia-dcgm.service',
    ]);
  });

  test('a version of the definition wins, and apt keeps to it', () => {
    const model = trainingModel({ gpus: h100, software: { nvidia: { driver: '570.172.08', cuda: '12.8' } } });
    const { driverPackages, packages } = softwareOn(model, slot);
    expect(driverPackages[0]).toBe('nvidia-open-570=570.172.08-*');
    expect(packages).toContain('cuda-toolkit-12-8');
    expect(fileOn(model, slot, '/etc/apt/preferences.d/rackform-gpu')).toContain(
      'Pin: version 570.172.08-*\n',
    );
  });

  test('without NVSwitch there is no fabric manager, and with NVLink 5 there is a subnet manager', () => {
    const pcie = nvidia(nvidiaDriver({ fabricManager: false }));
    expect(pcie.driverPackages).toEqual(['nvidia-open-580=580.126.20-*']);
    const b200 = nvidia(nvidiaDriver({ subnetManager: true }));
    expect(b200.driverPackages).toContain('nvlsm');
    expect(nvSwitchFacts('H100-SXM-80GB', 4)).toBeUndefined();
    expect(nvSwitchFacts('B200', 8)?.hasSubnetManager).toBe(true);
  });

  test('GPUs before Turing get proprietary kernel modules, and peermem with them', () => {
    const model = trainingModel({ gpus: { vendor: 'nvidia', model: 'V100-SXM2-32GB', count: 4 } });
    expect(softwareOn(model, slot).driverPackages[0]).toMatch(/^cuda-drivers-580=/);
    expect(fileOn(model, slot, '/etc/modules-load.d/rackform-gpu.conf')).toContain('nvidia-peermem\n');
  });

  test('the open modules need no module for GPUDirect', () => {
    const paths = softwareOn(trainingModel({ gpus: h100 }), slot).files.map(({ path }) => path);
    expect(paths).not.toContain('/etc/modules-load.d/rackform-gpu.conf');
  });

  test('from branch 590 on packages go without it in their names', () => {
    expect(nvidia(nvidiaDriver({ version: '590.44.01' })).driverPackages?.[0]).toBe(
      'nvidia-open=590.44.01-*',
    );
  });

  test.each(['M40-12GB', 'P100-PCIE-16GB', 'V100-SXM3-32GB', 'QUADRO-GV100', 'TITAN-V'])(
    '%s is before Turing',
    (gpu) => {
      expect(nvidiaGpuFacts(gpu)).toMatchObject({ modules: 'proprietary', lastBranch: 580 });
    },
  );

  test.each(['A100-SXM-80GB', 'L40S', 'T4', 'QUADRO-RTX-6000', 'TITAN-RTX', 'RTX-A6000'])(
    '%s is not',
    (gpu) => {
      expect(nvidiaGpuFacts(gpu).modules).toBe('open');
    },
  );
});

describe('on machines with GPUs of AMD', () => {
  test('ROCm and the kernel driver that goes with it are of one release', () => {
    const model = trainingModel({ software: { amd: { rocm: '6.4.1' } } });
    const { driverPackages } = softwareOn(model, slot);
    expect(driverPackages).toEqual(
      ['amdgpu-dkms', 'rocm-hip-runtime', 'rccl', 'amd-smi-lib', 'rocminfo', 'rocm-validation-suite'].map(
        (own) => `${own}=*.60401-*`,
      ),
    );
    expect(fileOn(model, slot, '/etc/apt/sources.list.d/rackform-rocm.sources')).toContain(
      'URIs: https://repo.radeon.com/rocm/apt/6.4.1\nSuites: noble\n',
    );
  });

  test('parameters of the kernel module are those of the definition', () => {
    const model = trainingModel({ software: { amd: { parameters: { noretry: 1, gpu_recovery: 0 } } } });
    expect(fileOn(model, slot, '/etc/modprobe.d/rackform-amdgpu.conf')).toMatch(
      /\noptions amdgpu gpu_recovery=0 noretry=1\n$/,
    );
    const plain = softwareOn(trainingModel(), slot).files.map(({ path }) => path);
    expect(plain).not.toContain('/etc/modprobe.d/rackform-amdgpu.conf');
  });

  test('hosts of MI200 and MI300 are set as AMD’s guides ask for, and others are left alone', () => {
    const idle = '/etc/systemd/system/rackform-cpu-idle.service';
    const sysctl = '/etc/sysctl.d/50-rackform-amd.conf';
    const on = (model: string) => {
      const { files, units } = softwareOn(trainingModel({ gpus: { vendor: 'amd', model, count: 4 } }), slot);
      const paths = files.map(({ path }) => path);
      return [paths.includes(idle), units.includes('rackform-cpu-idle.service'), paths.includes(sysctl)];
    };
    expect(on('MI210')).toEqual([true, true, false]);
    expect(on('MI300X')).toEqual([true, true, true]);
    expect(on('MI100')).toEqual([false, false, false]);
    const mi300 = trainingModel({ gpus: { vendor: 'amd', model: 'MI300X', count: 4 } });
    expect(fileOn(mi300, slot, sysctl)).toContain('kernel.numa_balancing = 0\n');
  });

  test('cores may idle deeply where the definition says so', () => {
    const { units } = softwareOn(trainingModel({ software: { amd: { deepIdle: true } } }), slot);
    expect(units).not.toContain('rackform-cpu-idle.service');
  });

  test.each([
    ['7.2.3', '70203', '30.30.3', '30300300'],
    ['6.4.1', '60401', '6.4.1', '60401'],
  ])('packages of ROCm %s end in %s', (rocm, digits, amdgpu, driverDigits) => {
    expect(amdgpuRelease(rocm)).toBe(amdgpu);
    expect([packageNumber(rocm), packageNumber(amdgpu)]).toEqual([digits, driverDigits]);
  });
});

describe('repositories', () => {
  test('of the site come before the vendors’', () => {
    const url = 'https://mirror.example.net/rocm';
    const model = trainingModel({ site: { software: { repositories: { rocm: { url } } } } });
    expect(fileOn(model, slot, '/etc/apt/sources.list.d/rackform-rocm.sources')).toContain(`URIs: ${url}\n`);
    expect(fileOn(model, slot, '/etc/apt/sources.list.d/rackform-amdgpu.sources')).toContain(
      'repo.radeon.com',
    );
  });

  test('have keys that are fetched anew where they come from elsewhere', () => {
    const signed = (key: string) =>
      fileOn(
        trainingModel({
          site: { software: { repositories: { rocm: { url: 'https://mirror.example.net/rocm', key } } } },
        }),
        slot,
        '/etc/apt/sources.list.d/rackform-rocm.sources',
      );
    const [one, other] = ['https://mirror.example.net/a.asc', 'https://mirror.example.net/b.asc'].map(signed);
    expect(one).toMatch(/\nSigned-By: \/etc\/apt\/keyrings\/rackform-rocm-[0-9a-f]{8}\.asc\n/);
    expect(one).not.toBe(other);
  });

  test('at an offline site none but the site’s is used, and keys only where it names them', () => {
    const url = 'https://mirror.example.net/rocm';
    const model = trainingModel({ site: { software: { offline: true, repositories: { rocm: { url } } } } });
    const { repositories, files } = softwareOn(model, slot);
    expect(repositories).toMatchObject([{ name: 'rocm', url, key: null }]);
    expect(files.filter(({ content }) => content.includes('https://repo.radeon.com'))).toEqual([]);
    expect(model.clusters[0]?.software.drivers[0]?.missingRepositories).toEqual(['amdgpu']);
  });
});

test('versions are compared number by number', () => {
  expect(compareVersions('6.10', '6.9')).toBeGreaterThan(0);
  expect(compareVersions('7', '7.0.0')).toBe(0);
  expect(compareVersions('5.7.1', '6.0')).toBeLessThan(0);
});
