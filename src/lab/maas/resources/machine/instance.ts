import { createHash } from 'node:crypto';
import { blocksOf, flagOf, needText, numberOf, textOf, textsOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { Refusal } from '../../../refusal.js';
import { disconnectInterface, findInterface } from '../../api/interfaces.js';
import { linkSubnet } from '../../api/links.js';
import { allocateMachine, type DeploymentWish, deployMachine, releaseMachine } from '../../api/machines.js';
import { findSubnet } from '../../api/networks.js';
import { findMachine, type MaasCall, type Request } from '../../call.js';
import { limitsOf } from '../../limits.js';
import type { Erase } from '../../metal.js';
import type { MachineRecord } from '../../records.js';
import type { MaasResource } from '../../resource.js';

const none: ObjectValue = {};

function readInstance(call: MaasCall, systemId: string): ObjectValue {
  const found = call.read(({ world }) => world.store.get('machines', systemId));
  // No status: 404 from here is an error that stops the plan (up to and with the build that is imitated).
  if (found === undefined)
    throw new Refusal('ServerError: 404 Not Found (No Machine matches the given query.)');
  const tags = call.maas.world.by.tagsByMachine.get(systemId);
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

/** True where a machine is what is asked for besides its name. */
function fits(request: Request, machine: MachineRecord, constraints: ObjectValue): boolean {
  const asked = (name: string, value: string) => (textOf(constraints, name) || value) === value;
  const tags = request.world.by.tagsByMachine.get(machine.systemId).map(({ name }) => name);
  return (
    asked('pool', machine.pool) &&
    asked('zone', machine.zone) &&
    asked('architecture', machine.architecture) &&
    (numberOf(constraints, 'min_cpu_count') ?? 0) <= machine.cpus &&
    (numberOf(constraints, 'min_memory') ?? 0) <= machine.memoryMiB &&
    (textsOf(constraints, 'tags') ?? []).every((tag) => tags.includes(tag))
  );
}

/** The machine that fits the constraints: the one of a system id or host name, else any that is Ready. */
function candidate(request: Request, constraints: ObjectValue): MachineRecord | undefined {
  const { world } = request;
  const [systemId, hostname] = [textOf(constraints, 'system_id'), textOf(constraints, 'hostname')];
  const named = hostname ? world.by.machinesByHost.get(hostname.split('.')[0] ?? '') : null;
  const byId = systemId ? world.store.get('machines', systemId) : null;
  const all = byId === null ? (named ?? world.store.all('machines')) : [byId ?? []].flat();
  const isPinned = named !== null || byId !== null;
  return all
    .filter((one) => named === null || named.includes(one))
    .map(({ systemId: id }) => findMachine(request, id))
    .find((one) => (isPinned || one.status === 'Ready') && fits(request, one, constraints));
}

function wishOf(planned: ObjectValue): DeploymentWish {
  const [params = none] = blocksOf(planned, 'deploy_params');
  const userData = textOf(params, 'user_data');
  return {
    series: textOf(params, 'distro_series') || null,
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

/** Constraints by attribute, as MAAS names them. */
const constraintNames: Readonly<Record<string, string>> = {
  hostname: 'name',
  architecture: 'arch',
  min_cpu_count: 'cpu_count',
  min_memory: 'mem',
};

/** Constraints as MAAS repeats them. */
function printConstraints(constraints: ObjectValue): string {
  const given = Object.keys(constraints).flatMap((key) => {
    const values = textsOf(constraints, key) ?? [
      textOf(constraints, key) ?? (numberOf(constraints, key) || null),
    ];
    const texts = values.flatMap((value) => (value === null || value === '' ? [] : [`'${value}'`]));
    return texts.length === 0 ? [] : [`('${constraintNames[key] ?? key}', [${texts.join(', ')}])`];
  });
  return `[${given.join(', ')}]`;
}

/** Sets up the NICs that an instance has in itself, before it is deployed. */
async function setUpInterfaces(call: MaasCall, systemId: string, planned: ObjectValue): Promise<void> {
  for (const block of blocksOf(planned, 'network_interfaces')) {
    const name = needText(block, 'name');
    const [cidr, address] = [textOf(block, 'subnet_cidr') || null, textOf(block, 'ip_address') || null];
    if (cidr === null && address !== null) {
      throw new Refusal(`network interface (${name}): 'subnet_cidr' is required when 'ip_address' is set`);
    }
    await call.request('interface.set_up', { machine: call.machine(systemId).hostname }, (request) => {
      const machine = findMachine(request, systemId);
      const nic = findInterface(machine, name);
      if (cidr === null) {
        disconnectInterface(request, machine, nic);
        return;
      }
      const mode = address === null ? 'AUTO' : 'STATIC';
      const subnet = findSubnet(request, cidr);
      linkSubnet(request, machine, nic, subnet, { mode, address, defaultGateway: false });
    });
  }
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
      return allocateMachine(request, found, printConstraints(constraints));
    });
    record({ id: systemId });
    await setUpInterfaces(call, systemId, planned);
    await call.request('machine.deploy', subject, (request) =>
      deployMachine(request, findMachine(request, systemId), wishOf(planned)),
    );
    await call.until(systemId, 'Deployed', ['Deploying'], limitsOf('maas_instance', planned).create);
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
    await call.until(id, 'Ready', ['Releasing', 'Disk erasing'], limitsOf('maas_instance', state).delete);
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
