import type { PinnedVersion } from './gpu-software.js';

/** What is installed where a definition names no version. Raised on purpose only: running machines follow it. */
export const pinnedKubernetes = {
  rke2: {
    version: 'v1.35.7+rke2r1',
    source: 'rancher/rke2, releases (read by way of its documentation)',
    mark: 'S',
  },
  kubeVip: { version: 'v1.0.0', source: 'kube-vip/kube-vip, releases (read)', mark: 'S' },
  amdDevicePlugin: {
    version: '1.25.2.4',
    source: 'ROCm/k8s-device-plugin, values of its chart (read)',
    mark: 'V',
  },
  gpuOperator: { version: 'v26.3.0', source: 'NVIDIA GPU operator, releases (read)', mark: 'S' },
} as const satisfies Readonly<Record<string, PinnedVersion>>;

/** Labels of machines; `tenant` is also the taint of those that one workload tenant has to itself. */
export const nodeLabels = { pool: 'rackform/pool', tenant: 'rackform/tenant', gpu: 'rackform/gpu' } as const;

/**
 * Prefixes of pods and services, as RKE2 has them where nothing is said.
 *
 * Source: RKE2 server configuration reference (read).
 */
export const usualPrefixes = { pods: '10.42.0.0/16', services: '10.43.0.0/16' } as const;

/**
 * Bytes that VXLAN takes of the MTU of a network: outer Ethernet, IPv4, UDP and VXLAN headers (RFC 7348).
 */
export const VXLAN_OVERHEAD = 50;

/** Where Rancher offers archives of RKE2, and NVIDIA its charts. */
export const kubernetesSources = {
  rke2: 'https://github.com/rancher/rke2/releases/download',
  charts: 'https://helm.ngc.nvidia.com/nvidia',
} as const;

/** Port of an RKE2 server that other machines join by. Source: RKE2, requirements (read). */
export const RKE2_SUPERVISOR_PORT = 9345;

/** Registries that images of the platform and of examples come from. */
export const imageRegistries = ['docker.io', 'ghcr.io', 'nvcr.io', 'registry.k8s.io'] as const;

/** What an image is called in Go's words for an architecture. RKE2 has none for ppc64el. */
export const rke2Architectures = { amd64: 'amd64', arm64: 'arm64', ppc64el: null } as const;

/**
 * How Kubernetes counts a MIG instance: all of one size are GPUs with strategy single, each profile by itself with
 * mixed. A plus may not stand in the name of a resource.
 *
 * Source: NVIDIA k8s-device-plugin, MIG strategies (read).
 */
export function sliceResource(strategy: 'single' | 'mixed', profile: string): string {
  return strategy === 'single' ? 'nvidia.com/gpu' : `nvidia.com/mig-${profile.replaceAll('+', '.')}`;
}

/** How Kubernetes counts whole GPUs of a vendor, by its device plugin; null where none is known. */
export const gpuResources = { nvidia: 'nvidia.com/gpu', amd: 'amd.com/gpu', intel: null } as const;
