import { stringify } from 'yaml';
import { pinnedKubernetes } from '../../../facts/kubernetes.js';
import { linkTo } from '../../../model/links.js';
import type { KubernetesModel } from '../../../model/software-types.js';
import type { SlotModel } from '../../../model/types.js';
import type { NodeFile } from '../node.js';

/**
 * Holds the address of the API, and those of services, on one server at a time, by ARP and neighbour discovery.
 *
 * Source: kube-vip, static pods and environment variables (read).
 */
export function kubeVipFiles(slot: SlotModel, kubernetes: KubernetesModel): readonly NodeFile[] {
  const { apiAddress, isVirtual, ingressAddress } = kubernetes;
  const watched = isVirtual ? apiAddress : ingressAddress;
  if (watched === null) return [];
  const env = {
    vip_arp: 'true',
    vip_leaderelection: 'true',
    vip_interface: linkTo(slot, watched)?.interface ?? '',
    // An address by itself, with no network of its own.
    vip_subnet: watched.includes(':') ? '128' : '32',
    ...(isVirtual
      ? { cp_enable: 'true', cp_namespace: 'kube-system', address: apiAddress, port: '6443' }
      : {}),
    ...(ingressAddress === null ? {} : { svc_enable: 'true', svc_election: 'true' }),
  };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'kube-vip', namespace: 'kube-system' },
    spec: {
      hostNetwork: true,
      // The API is asked on this machine, whether or not it has the address.
      hostAliases: [{ ip: '127.0.0.1', hostnames: ['kubernetes'] }],
      containers: [
        {
          name: 'kube-vip',
          image: `ghcr.io/kube-vip/kube-vip:${pinnedKubernetes.kubeVip.version}`,
          args: ['manager'],
          env: [
            ...Object.entries(env).map(([name, value]) => ({ name, value })),
            { name: 'vip_nodename', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
          ],
          securityContext: { capabilities: { add: ['NET_ADMIN', 'NET_RAW'], drop: ['ALL'] } },
          volumeMounts: [{ mountPath: '/etc/kubernetes/admin.conf', name: 'kubeconfig', readOnly: true }],
        },
      ],
      volumes: [{ name: 'kubeconfig', hostPath: { path: '/etc/rancher/rke2/rke2.yaml', type: 'File' } }],
    },
  };
  return [
    {
      path: '/var/lib/rancher/rke2/agent/pod-manifests/rackform-kube-vip.yaml',
      mode: '0644',
      content: `# Written by rackform.\n${stringify(pod, { lineWidth: 0 })}`,
      group: null,
      restarts: [],
    },
  ];
}
