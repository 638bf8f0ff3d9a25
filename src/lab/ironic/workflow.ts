import { createHash } from 'node:crypto';
import { textOf } from '../../protocol/attributes.js';
import { type JsonObject, objectOf } from '../../protocol/json.js';
import type { ObjectValue } from '../../protocol/value.js';
import { Refusal } from '../refusal.js';
import { patchNode } from './api/nodes.js';
import type { IronicCall } from './call.js';
import { changeProvisionState, type Verb } from './provision-state.js';
import type { NodeRecord, ProvisionState } from './records.js';

/** States that a node passes on its way to where each verb leads. */
const passing: readonly ProvisionState[] = [
  'verifying',
  'inspecting',
  'cleaning',
  'clean wait',
  'deploying',
  'deleting',
];

const leadsTo: Readonly<Record<Verb, ProvisionState>> = {
  manage: 'manageable',
  inspect: 'manageable',
  clean: 'manageable',
  provide: 'available',
  active: 'active',
  rebuild: 'active',
  deleted: 'available',
};

/** Asks for a provision state and waits for it. @throws {Refusal} with Ironic's last error where it fails */
export async function provision(
  call: IronicCall,
  uuid: string,
  verb: Verb,
  limitMs: number,
  through: readonly ProvisionState[] = passing,
): Promise<void> {
  const { name } = call.node(uuid);
  await call.request(`node.${verb}`, name === null ? {} : { machine: name }, (request) =>
    changeProvisionState(request, request.world.node(uuid), verb),
  );
  try {
    await call.until(uuid, leadsTo[verb], through, limitMs);
  } catch (error) {
    const { lastError, provisionState } = call.node(uuid);
    if (!(error instanceof Refusal) || lastError === null) throw error;
    throw new Refusal(`${error.message}: node ${uuid} is in ${provisionState}: ${lastError}`, {
      status: error.status,
      cause: error,
    });
  }
}

/** From enroll to available, by whatever is still missing. */
export async function makeAvailable(call: IronicCall, uuid: string, limitMs: number): Promise<void> {
  if (call.node(uuid).provisionState === 'enroll') await provision(call, uuid, 'manage', limitMs);
  if (call.node(uuid).provisionState === 'manageable') await provision(call, uuid, 'provide', limitMs);
}

/** What a deployment hands to the node beside its image. Kept by size and digest only. */
function configDriveOf(planned: ObjectValue): { readonly bytes: number; readonly digest: string | null } {
  const userData = textOf(planned, 'user_data') ?? '';
  const rest = [objectOf(planned, 'metadata'), objectOf(planned, 'network_data')];
  const text = `${userData}\0${JSON.stringify(rest)}`;
  if (userData === '' && rest.every((part) => Object.keys(part).length === 0))
    return { bytes: 0, digest: null };
  return { bytes: Buffer.byteLength(text), digest: createHash('sha256').update(text).digest('hex') };
}

/** Writes what is to be deployed into the node: in Ironic it stands there before the deployment is asked for. */
export async function prepare(
  call: IronicCall,
  node: NodeRecord,
  planned: ObjectValue,
  instanceInfo: JsonObject,
): Promise<void> {
  const { bytes, digest } = configDriveOf(planned);
  const subject = node.name === null ? {} : { machine: node.name };
  await call.request('node.update', subject, (request) =>
    patchNode(request, request.world.node(node.uuid), {
      instanceInfo,
      instanceUuid: node.uuid,
      configDriveBytes: bytes,
      configDriveDigest: digest,
    }),
  );
}
