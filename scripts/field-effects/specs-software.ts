import { inSite, type Spec, to } from './spec.js';

const slurm = { place: ['clusters', 'train', 'software', 'scheduler'], value: 'slurm' } as const;
const slices = { clusters: 'slices' };
const serve = { clusters: 'serve' };
const own = 'clusters.*.software';
const home = { [`${own}.mounts`]: '/home' };

/** Fields of one mirror of the site, which stands for the vendor’s before they are changed. */
function mirrorSpecs(name: string, kind: 'flat' | 'suite'): Readonly<Record<string, Spec>> {
  const path = `software.repositories.${name}`;
  const url = `https://mirror.example.net/${name}`;
  const before = [{ place: inSite('software', 'repositories', name), value: { url } }];
  return {
    [`${path}.url`]: { before, ...to(`${url}-b`) },
    [`${path}.suite`]: { before, ...to(kind === 'flat' ? 'stable' : 'jammy-b') },
    [`${path}.components`]: { before, ...to(['main', 'extra']) },
    [`${path}.key`]: { before, ...to('https://mirror.example.net/key.asc') },
  };
}

/** What runs on machines, and where its packages come from. */
export const softwareSpecs: Readonly<Record<string, Spec>> = {
  'software.offline': to(true),
  'software.rke2': to('https://mirror.example.net/rke2'),
  'software.charts': {
    values: [],
    reason: 'it stands in manifests, which `rackform software --out` writes; no machine knows of it',
  },
  'software.registry.url': to('https://registry.example.net'),
  'software.registry.username': {
    before: [{ place: inSite('software', 'registry'), value: { url: 'https://registry.example.net' } }],
    ...to('puller'),
  },
  ...mirrorSpecs('nvidia', 'flat'),
  ...mirrorSpecs('nvidia-container-toolkit', 'flat'),
  ...mirrorSpecs('amdgpu', 'suite'),
  ...mirrorSpecs('rocm', 'suite'),
  [`${own}.nvidia.driver`]: { names: slices, ...to('570.172.08') },
  [`${own}.nvidia.cuda`]: { names: slices, ...to('13.0') },
  [`${own}.nvidia.containerToolkit`]: { names: slices, ...to('1.17.7', 'none') },
  [`${own}.nvidia.gpuDirect`]: { names: slices, ...to('peermem') },
  [`${own}.amd.rocm`]: to('6.4.1'),
  [`${own}.amd.parameters.*`]: {
    names: { [`${own}.amd.parameters`]: 'noretry' },
    values: [{ value: 1, says: 'added' }],
  },
  [`${own}.amd.deepIdle`]: to(true),
  [`${own}.mounts.*`]: {
    names: { [`${own}.mounts`]: '/data' },
    values: [{ value: { from: 'nfs.example.net:/data' }, says: 'added' }],
  },
  [`${own}.mounts.*.from`]: { names: home, ...to('nfs-b.example.net:/home') },
  // A mount is overridden whole, so that is how it is changed.
  [`${own}.mounts.*.options`]: {
    names: home,
    values: [
      {
        says: 'to others',
        also: [
          {
            place: ['clusters', 'train', 'software', 'mounts', '/home'],
            value: { from: 'nfs.example.net:/home', options: ['nfsvers=3'] },
          },
        ],
      },
    ],
  },
  [`${own}.kubernetes.version`]: { names: serve, ...to('v1.34.1+rke2r1') },
  [`${own}.kubernetes.apiAddress`]: { names: serve, ...to('198.51.100.251') },
  [`${own}.kubernetes.ingressAddress`]: { names: serve, ...to('198.51.100.252') },
  [`${own}.kubernetes.domain`]: { names: serve, ...to('models.example.net') },
  [`${own}.kubernetes.podPrefix`]: { names: serve, ...to('10.144.0.0/16') },
  [`${own}.kubernetes.servicePrefix`]: { names: serve, ...to('10.145.0.0/16') },
  [`${own}.kubernetes.gpuOperator`]: { names: serve, ...to('none') },
  [`${own}.slurm.stateDir`]: { before: [slurm], ...to('/home/slurm') },
  [`${own}.secretStore.type`]: {
    values: [],
    reason: 'it decides where Ansible looks secrets up, and no machine knows of it',
  },
  [`${own}.secretStore.path`]: {
    values: [],
    reason: 'it decides where Ansible looks secrets up, and no machine knows of it',
  },
};
