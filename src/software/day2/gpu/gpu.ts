import type { NodePart } from '../node.js';
import { amd } from './amd.js';
import { nvidia } from './nvidia.js';

/** Driver and libraries of the GPUs that a machine has. */
export const gpu: NodePart = ({ slot, cluster }) => {
  const driver = cluster.software.drivers.find(({ slots }) => slots.includes(slot.name));
  if (driver === undefined) return {};
  return driver.vendor === 'nvidia' ? nvidia(driver) : amd(driver);
};
