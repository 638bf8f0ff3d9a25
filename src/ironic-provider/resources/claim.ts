import { uuidOf } from '../../protocol/uuid.js';

/**
 * The id by which Ironic knows a deployment, as the node's `instance_uuid`. It follows from the node and from what
 * is deployed: an apply that was killed before it wrote its state finds its own deployment again.
 */
export function claimOf(nodeUuid: string, contentDigest: string): string {
  return uuidOf('rackform deployment', nodeUuid, contentDigest);
}
