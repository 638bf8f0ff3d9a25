import { clusterFaults } from './clusters.js';
import type { Fault } from './fault.js';
import { inServiceFaults } from './in-service.js';
import { ironicFaults } from './ironic.js';
import { kubernetesFaults } from './kubernetes.js';
import { machineFaults } from './machines.js';
import { networkFaults } from './networks.js';
import { sharingFaults } from './shared.js';

/** Faults by what they are about. */
export const faultGroups: Readonly<Record<string, readonly Fault[]>> = {
  machines: machineFaults,
  networks: networkFaults,
  clusters: clusterFaults,
  'what is in service': inServiceFaults,
  kubernetes: kubernetesFaults,
  sharing: sharingFaults,
  Ironic: ironicFaults,
};

/** Every fault, each caught by one rule. */
export const faults: readonly Fault[] = Object.values(faultGroups).flat();
