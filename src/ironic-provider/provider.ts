import type { ConfigureAnswer, Diagnostic, Log, Provider } from '../protocol/provider.js';
import type { ObjectValue } from '../protocol/value.js';
import { type Authorization, IronicApi } from './api/client.js';
import { type Clock, systemClock } from './api/clock.js';
import { ApiFailure } from './api/failure.js';
import { httpTransport, type Transport } from './api/transport.js';
import { minorOf, negotiate } from './api/version.js';
import { KeystoneAuthorization } from './auth/keystone.js';
import { type ProviderSettings, readSettings } from './auth/settings.js';
import { basicAuthorization, noAuthorization } from './auth/simple.js';
import { type IronicClient, newClient } from './client.js';
import { dataSources } from './resources/data.js';
import { deploymentResource } from './resources/deployment.js';
import { nodeResource } from './resources/node.js';
import { NodePart } from './resources/part.js';
import { NamedSteps } from './resources/steps.js';
import { NodeWork } from './resources/work.js';
import { bios, inspection, raid } from './resources/work-kinds.js';
import { dataSchemas } from './schema/data.js';
import { deploymentSchema } from './schema/deployment.js';
import { nodeSchema } from './schema/node.js';
import { portFields, portgroupFields, portgroupSchema, portSchema } from './schema/port.js';
import { providerSchema } from './schema/provider.js';
import { deployTemplateFields, deployTemplateSchema, runbookFields, runbookSchema } from './schema/steps.js';
import { biosSchema, inspectionSchema, raidSchema } from './schema/work.js';

/** The surroundings of the provider. */
export interface IronicProviderOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** @default - the time of this machine */
  readonly clock?: Clock;
  /** How requests reach Ironic and Keystone. @default - over HTTP */
  readonly transport?: (settings: ProviderSettings) => Transport;
}

function overHttp({ tls, parallelRequests }: ProviderSettings): Transport {
  return httpTransport(tls, parallelRequests);
}

const signInLimitMs = 60_000;

interface Access {
  readonly endpoint: string;
  readonly authorization: Authorization;
}

async function signIn({ signIn: how, endpoint }: ProviderSettings, transport: Transport): Promise<Access> {
  if (how.type === 'keystone') {
    const authorization = new KeystoneAuthorization(how.keystone, transport);
    return { authorization, endpoint: endpoint ?? withoutVersion(await authorization.endpoint()) };
  }
  const authorization =
    how.type === 'none' ? noAuthorization : basicAuthorization(how.username, how.password);
  // readSettings refuses a configuration without either.
  return { authorization, endpoint: endpoint ?? '' };
}

function withoutVersion(url: string): string {
  return url.replace(/\/+$/, '').replace(/\/v1$/, '');
}

/** The newest version that the server speaks; every Ironic says so in each answer. */
async function newestVersion({ endpoint, authorization }: Access, transport: Transport): Promise<string> {
  const url = `${endpoint}/v1`;
  const answer = await transport({ method: 'GET', url, headers: await authorization.headers() });
  const newest = answer.headers['x-openstack-ironic-api-maximum-version'];
  if (typeof newest === 'string' && !Number.isNaN(minorOf(newest))) return newest;
  throw new ApiFailure(`what answers at ${url} is no Ironic (HTTP ${answer.status})`, {
    status: answer.status,
  });
}

/** Who signs in wrongly learns it in the plan: the version is told to everybody. */
async function checkSignIn(api: IronicApi, endpoint: string): Promise<void> {
  const limits = { signal: new AbortController().signal, deadline: api.clock.now() + signInLimitMs };
  try {
    await api.get('/v1/nodes?limit=1&fields=uuid', limits);
  } catch (error) {
    if (!(error instanceof ApiFailure) || ![401, 403].includes(error.status)) throw error;
    throw new ApiFailure(
      `Ironic at ${endpoint} does not accept who signs in (HTTP ${error.status}): ${error.message}`,
      { status: error.status, cause: error },
    );
  }
}

async function connect(
  settings: ProviderSettings,
  options: IronicProviderOptions,
): Promise<ConfigureAnswer<IronicClient>> {
  const transport = (options.transport ?? overHttp)(settings);
  const access = await signIn(settings, transport);
  const spoken = negotiate(await newestVersion(access, transport), settings.microversion);
  if ('problem' in spoken) return { diagnostics: [{ summary: spoken.problem, path: ['microversion'] }] };
  options.log({
    level: 'info',
    text: `Ironic at ${access.endpoint}: API ${spoken.version} of ${spoken.newest}`,
  });
  const api = new IronicApi({
    ...access,
    version: spoken.version,
    transport,
    clock: options.clock ?? systemClock,
    say: (text) => options.log({ level: 'info', text }),
  });
  if (settings.signIn.type !== 'none') await checkSignIn(api, access.endpoint);
  return { client: newClient(api) };
}

async function configure(
  config: ObjectValue,
  options: IronicProviderOptions,
): Promise<ConfigureAnswer<IronicClient>> {
  const read = await readSettings(config, options.env);
  if ('diagnostics' in read) return read;
  try {
    return await connect(read.settings, options);
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    const found: Diagnostic = { summary: error.message };
    return { diagnostics: [found] };
  }
}

const port = new NodePart({
  label: 'port',
  path: 'ports',
  schema: portSchema,
  fields: portFields,
  collection: ({ ports }) => ports,
});

const portgroup = new NodePart({
  label: 'port group',
  path: 'portgroups',
  schema: portgroupSchema,
  fields: portgroupFields,
  collection: ({ portgroups }) => portgroups,
});

const deployTemplate = new NamedSteps({
  label: 'deploy template',
  path: 'deploy_templates',
  since: '1.55',
  freelyNamedSince: null,
  rank: 'priority',
  schema: deployTemplateSchema,
  fields: deployTemplateFields,
  collection: ({ deployTemplates }) => deployTemplates,
});

const runbook = new NamedSteps({
  label: 'runbook',
  path: 'runbooks',
  since: '1.92',
  freelyNamedSince: '1.112',
  rank: 'order',
  schema: runbookSchema,
  fields: runbookFields,
  collection: ({ runbooks }) => runbooks,
});

/** The provider `rackform/ironic`. */
export function ironicProvider(options: IronicProviderOptions): Provider<IronicClient> {
  return {
    schema: {
      provider: providerSchema,
      resources: {
        ironic_node: nodeSchema,
        ironic_port: portSchema,
        ironic_portgroup: portgroupSchema,
        ironic_deployment: deploymentSchema,
        ironic_deploy_template: deployTemplateSchema,
        ironic_runbook: runbookSchema,
        ironic_node_inspection: inspectionSchema,
        ironic_bios_settings: biosSchema,
        ironic_raid: raidSchema,
      },
      dataSources: dataSchemas,
    },
    configure: ({ config }) => configure(config, options),
    resources: {
      ironic_node: nodeResource(),
      ironic_port: port.resource(),
      ironic_portgroup: portgroup.resource(),
      ironic_deployment: deploymentResource(),
      ironic_deploy_template: deployTemplate.resource(),
      ironic_runbook: runbook.resource(),
      ironic_node_inspection: new NodeWork(inspection).resource(),
      ironic_bios_settings: new NodeWork(bios).resource(),
      ironic_raid: new NodeWork(raid).resource(),
    },
    dataSources: dataSources(),
  };
}
