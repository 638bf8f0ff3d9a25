import { dynamicOf, type Json, type JsonObject, jsonOf, objectOf } from '../../protocol/json.js';
import type { Diagnostic } from '../../protocol/provider.js';
import { hasUnknown, type ObjectValue, type Value } from '../../protocol/value.js';
import type { Limits } from '../api/client.js';
import { isAbsent } from '../api/failure.js';
import { hasSince } from '../api/version.js';
import type { IronicClient } from '../client.js';
import { biosSchema, inspectionSchema, raidSchema } from '../schema/work.js';
import type { WorkKind } from './work.js';

const inventorySince = '1.81';

/** What was found; null where the driver keeps nothing. */
async function inventoryOf(client: IronicClient, uuid: string, at: Limits): Promise<Value> {
  try {
    const data = await client.api.get<JsonObject>(`/v1/nodes/${uuid}/inventory`, at);
    return dynamicOf(data['inventory'] ?? null, undefined);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** `ironic_node_inspection`. */
export const inspection: WorkKind = {
  label: 'the inspection',
  schema: inspectionSchema,
  causes: [],
  finds: ['inspected_at', 'inventory'],
  ask: () => ({ verb: 'inspect', more: {} }),
  look: async (client, node, known, at) => {
    const inspectedAt = node['inspection_finished_at'];
    const time = typeof inspectedAt === 'string' ? inspectedAt : null;
    // What was not inspected since is as it was: it is large, and asked for one by one.
    if (known !== undefined && time !== null && known['inspected_at'] === time) return {};
    if (!hasSince(client.api.version, inventorySince)) return { inspected_at: time, inventory: null };
    return { inspected_at: time, inventory: await inventoryOf(client, node.uuid, at) };
  },
};

async function settingsOf(
  client: IronicClient,
  uuid: string,
  at: Limits,
): Promise<Readonly<Record<string, string>>> {
  const all = await client.api.list<JsonObject>(`/v1/nodes/${uuid}/bios`, 'bios', at);
  return Object.fromEntries(all.map(({ name, value }) => [String(name), String(value ?? '')]));
}

/** `ironic_bios_settings`. */
export const bios: WorkKind = {
  label: 'setting the BIOS',
  schema: biosSchema,
  causes: ['settings'],
  finds: [],
  ask: (planned) => {
    const settings = Object.entries(objectOf(planned, 'settings')).map(([name, value]) => ({ name, value }));
    return {
      verb: 'clean',
      more: { clean_steps: [{ interface: 'bios', step: 'apply_configuration', args: { settings } }] },
    };
  },
  look: async (client, { uuid }, known, at) => {
    const there = await settingsOf(client, uuid, at);
    const names = known === undefined ? Object.keys(there) : Object.keys(objectOf(known, 'settings'));
    return {
      settings: Object.fromEntries(
        names.flatMap((name) => (there[name] === undefined ? [] : [[name, there[name]]])),
      ),
    };
  },
};

function diskProblems(config: ObjectValue): readonly Diagnostic[] {
  const disks = config['logical_disks'] ?? null;
  if (disks === null || hasUnknown(disks)) return [];
  const json = jsonOf(disks);
  const problem = (summary: string): readonly Diagnostic[] => [{ summary, path: ['logical_disks'] }];
  if (!Array.isArray(json) || json.length === 0)
    return problem('logical_disks is no list with at least one volume');
  return (json as readonly Json[]).flatMap((disk, index) => {
    const { size_gb: size, raid_level: level } = (disk ?? {}) as JsonObject;
    const isSized = size === 'MAX' || (typeof size === 'number' && size > 0);
    return [
      ...(isSized ? [] : problem(`logical_disks[${index}].size_gb is neither a number of GiB nor "MAX"`)),
      ...(level === undefined ? problem(`logical_disks[${index}] has no raid_level`) : []),
    ];
  });
}

function volumesOf(config: Json): readonly Json[] {
  const disks = isRecord(config) ? config['logical_disks'] : undefined;
  return Array.isArray(disks) ? (disks as readonly Json[]) : [];
}

/** Drivers round sizes, and say of `MAX` what it came to. */
const rounding = 0.02;

function isSameSize(wanted: Json | undefined, made: Json | undefined): boolean {
  if (typeof wanted !== 'number' || typeof made !== 'number') return wanted === made || wanted === 'MAX';
  return Math.abs(wanted - made) <= wanted * rounding;
}

function isMade(wanted: readonly Json[], made: readonly Json[]): boolean {
  const volumes = [wanted, made].map((all) => all.map((one) => (isRecord(one) ? one : {})));
  return (
    wanted.length === made.length &&
    wanted.every((_, index) => {
      const [want, have] = volumes.map((all) => all[index]);
      return (
        isSameSize(want?.['size_gb'], have?.['size_gb']) && want?.['raid_level'] === have?.['raid_level']
      );
    })
  );
}

function isRecord(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** `ironic_raid`. */
export const raid: WorkKind = {
  label: 'making the RAID',
  schema: raidSchema,
  causes: ['logical_disks'],
  finds: ['raid_config'],
  problems: diskProblems,
  prepare: (client, uuid, planned, at) =>
    client.api.put(`/v1/nodes/${uuid}/states/raid`, { logical_disks: jsonOf(planned['logical_disks']) }, at),
  ask: () => ({
    verb: 'clean',
    more: {
      clean_steps: ['delete_configuration', 'create_configuration'].map((name) => ({
        interface: 'raid',
        step: name,
      })),
    },
  }),
  look: async (_, node, known) => {
    const [target = [], made = []] = ['target_raid_config', 'raid_config'].map((name) =>
      volumesOf(node[name] ?? null),
    );
    const before = known === undefined ? [] : volumesOf({ logical_disks: jsonOf(known['logical_disks']) });
    // Clean steps that failed leave what was wanted as the target, and what is there as it was, or nothing.
    const volumes = [target, before].find((wanted) => isMade(wanted, made)) ?? made;
    return {
      logical_disks: dynamicOf(volumes, known?.['logical_disks']),
      raid_config: dynamicOf(node['raid_config'] ?? null, known?.['raid_config']),
    };
  },
};
