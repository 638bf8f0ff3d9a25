import { createHash } from 'node:crypto';
import type { ObjectValue } from '../../../protocol/value.js';
import { apiRefusal, Refusal } from '../../refusal.js';
import { timeoutOf } from '../../timeouts.js';
import { blocksOf, flagOf, needText, textOf } from '../../values.js';
import { allocateMachine, type DeploymentWish, deployMachine, releaseMachine } from '../api/machines.js';
import { findMachine, type MaasCall, type Request } from '../call.js';
import type { Erase } from '../metal.js';
import type { MachineRecord } from '../records.js';
import type { MaasResource } from '../resource.js';

const none: ObjectValue = {};

function readInstance(call: MaasCall, systemId: string): ObjectValue {
  const found = call.read(({ world }) => world.store.get('machines', systemId));
  // No status: 404 from here is an error that stops the plan (up to and with the build that is imitated).
  if (found === undefined)
    throw new Refusal('ServerError: 404 Not Found (No Machine matches the given query.)');
  const tags = call.maas.world.store.all('tags').filter(({ machines }) => machines.includes(systemId));
  return {
    id: systemId,
    hostname: found.hostname,
    fqdn: `${found.hostname}.${found.domain}`,
    architecture: found.architecture,
    zone: found.zone,
    pool: found.pool,
    tags: tags.map(({ name }) => name),
    cpu_count: found.cpus,
    memory: found.memoryMiB,
    ip_addresses: found.interfaces.flatMap(({ links }) =>
      links.flatMap(({ address }) => (address === null ? [] : [address])),
    ),
  };
}

/** The machine that fits the constraints: the one of a system id or host name, else any that is Ready. */
function candidate(request: Request, constraints: ObjectValue): MachineRecord | undefined {
  const { world } = request;
  const [systemId, hostname] = [textOf(constraints, 'system_id'), textOf(constraints, 'hostname')];
  const settle = ({ systemId: id }: MachineRecord) => findMachine(request, id);
  if (systemId !== null) {
    const found = world.store.get('machines', systemId);
    return found === undefined ? undefined : settle(found);
  }
  if (hostname !== null) return world.machinesByHost.get(hostname.split('.')[0] ?? '').map(settle)[0];
  const [pool, zone] = [textOf(constraints, 'pool'), textOf(constraints, 'zone')];
  return world.store
    .all('machines')
    .map(settle)
    .find(
      (one) =>
        one.status === 'Ready' &&
        (pool === null || one.pool === pool) &&
        (zone === null || one.zone === zone),
    );
}

function wishOf(planned: ObjectValue): DeploymentWish {
  const [params = none] = blocksOf(planned, 'deploy_params');
  const userData = textOf(params, 'user_data');
  return {
    series: textOf(params, 'distro_series') ?? 'ubuntu/noble',
    hweKernel: textOf(params, 'hwe_kernel'),
    isEphemeral: flagOf(params, 'ephemeral') ?? false,
    userDataBytes: userData === null ? 0 : Buffer.byteLength(userData),
    userDataDigest: userData === null ? null : createHash('sha256').update(userData).digest('hex'),
  };
}

function eraseOf(state: ObjectValue): Erase {
  const [params = none] = blocksOf(state, 'release_params');
  return {
    erase: flagOf(params, 'erase') ?? false,
    secure: flagOf(params, 'secure_erase') ?? false,
    quick: flagOf(params, 'quick_erase') ?? false,
  };
}

/** A constraint as MAAS repeats it. */
function printConstraints(constraints: ObjectValue): string {
  const given = Object.entries(constraints).filter(([, value]) => typeof value === 'string');
  return `[${given.map(([key, value]) => `('${key}', ['${String(value)}'])`).join(', ')}]`;
}

export const instance: MaasResource = {
  machineOf: (values) => {
    const [params = none] = blocksOf(values, 'allocate_params');
    return textOf(values, 'id') ?? textOf(params, 'system_id') ?? textOf(params, 'hostname');
  },
  create: async (planned, call, record) => {
    const [constraints = none] = blocksOf(planned, 'allocate_params');
    const wanted = call.read((request) => candidate(request, constraints));
    const subject = wanted === undefined ? {} : { machine: wanted.hostname };
    const { systemId } = await call.request('machines.allocate', subject, (request) => {
      const found = candidate(request, constraints);
      const printed = printConstraints(constraints);
      if (found === undefined) throw apiRefusal(409, `No available machine matches constraints: ${printed}`);
      return allocateMachine(request, found, printed);
    });
    record({ id: systemId });
    await call.request('machine.deploy', subject, (request) =>
      deployMachine(request, findMachine(request, systemId), wishOf(planned)),
    );
    await call.until(systemId, 'Deployed', ['Deploying'], timeoutOf(planned, 'create'));
    return readInstance(call, systemId);
  },
  read: (state, call) => readInstance(call, needText(state, 'id')),
  update: async (_planned, prior, call) => readInstance(call, needText(prior, 'id')),
  delete: async (state, call) => {
    const id = needText(state, 'id');
    const { hostname } = call.machine(id);
    await call.request('machine.release', { machine: hostname }, (request) =>
      releaseMachine(request, findMachine(request, id), eraseOf(state)),
    );
    await call.until(id, 'Ready', ['Releasing', 'Disk erasing'], timeoutOf(state, 'delete'));
  },
  import: (id, call) => {
    const { systemId, status } = call.machine(id);
    if (status !== 'Deployed')
      throw new Refusal(
        `machine '${id}' needs to be already deployed to be imported as maas_instance resource`,
      );
    return { id: systemId };
  },
};
