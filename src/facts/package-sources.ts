import type { Mark } from './figure.js';

/** Package repositories beside those of the operating system. */
export const repositoryNames = ['nvidia', 'nvidia-container-toolkit', 'amdgpu', 'rocm'] as const;
export type RepositoryName = (typeof repositoryNames)[number];

/** An operating system that vendors make packages for. */
export interface PackagedSystem {
  readonly codename: string;
  /** As NVIDIA writes it in its paths. */
  readonly nvidia: string;
}

const systems: readonly PackagedSystem[] = [
  { codename: 'jammy', nvidia: 'ubuntu2204' },
  { codename: 'noble', nvidia: 'ubuntu2404' },
  { codename: 'bookworm', nvidia: 'debian12' },
];

/** The system that a text speaks of, such as the series or the URL of an image; undefined where it does not say. */
export function packagedSystem(text: string): PackagedSystem | undefined {
  return systems.find(({ codename }) =>
    new RegExp(`(^|[^a-z])${codename}([^a-z]|$)`).test(text.toLowerCase()),
  );
}

/** What an address of packages depends on. */
export interface RepositoryWish {
  readonly system: PackagedSystem;
  readonly architecture: 'amd64' | 'arm64' | 'ppc64el';
  readonly rocm: string;
  readonly amdgpu: string;
}

/** Where a vendor offers packages: an entry of apt. */
export interface RepositoryFacts {
  readonly url: string;
  readonly suite: string;
  readonly components: readonly string[];
  /** Where the key is that signs them. */
  readonly key: string;
}

interface SourcedRepository {
  readonly at: (wish: RepositoryWish) => RepositoryFacts;
  readonly source: string;
  readonly mark: Mark;
}

const cudaPath = ({ system, architecture }: RepositoryWish) =>
  `https://developer.download.nvidia.com/compute/cuda/repos/${system.nvidia}/${architecture === 'arm64' ? 'sbsa' : 'x86_64'}`;
const radeonKey = 'https://repo.radeon.com/rocm/rocm.gpg.key';

const repositories: Readonly<Record<RepositoryName, SourcedRepository>> = {
  nvidia: {
    at: (wish) => ({
      url: `${cudaPath(wish)}/`,
      suite: '/',
      components: [],
      key: `${cudaPath(wish)}/3bf863cc.pub`,
    }),
    source: 'NVIDIA driver installation guide, general knowledge',
    mark: 'M',
  },
  'nvidia-container-toolkit': {
    at: ({ architecture }) => ({
      url: `https://nvidia.github.io/libnvidia-container/stable/deb/${architecture}`,
      suite: '/',
      components: [],
      key: 'https://nvidia.github.io/libnvidia-container/gpgkey',
    }),
    source: 'NVIDIA container toolkit installation guide, general knowledge',
    mark: 'M',
  },
  amdgpu: {
    at: ({ system, amdgpu }) => ({
      url: `https://repo.radeon.com/amdgpu/${amdgpu}/ubuntu`,
      suite: system.codename,
      components: ['main'],
      key: radeonKey,
    }),
    source: 'ROCm/amdgpu-docs (read for the release numbers)',
    mark: 'S',
  },
  rocm: {
    at: ({ system, rocm }) => ({
      url: `https://repo.radeon.com/rocm/apt/${rocm}`,
      suite: system.codename,
      components: ['main'],
      key: radeonKey,
    }),
    source: 'ROCm/amdgpu-docs (read for the release numbers)',
    mark: 'S',
  },
};

/** Where a vendor offers its packages for a system. */
export function vendorRepository(name: RepositoryName, wish: RepositoryWish): RepositoryFacts {
  return repositories[name].at(wish);
}
