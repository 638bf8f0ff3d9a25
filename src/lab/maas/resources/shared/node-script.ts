import { parse } from 'yaml';
import { needText } from '../../../../protocol/attributes.js';
import type { ObjectValue, Value } from '../../../../protocol/value.js';
import { formRefusal, noSuch, Refusal } from '../../../refusal.js';
import type { MaasCall, Request } from '../../call.js';
import type { ScriptRecord } from '../../registry-records.js';
import type { MaasResource } from '../../resource.js';

/** What a script is where its metadata say nothing. */
const defaults: ScriptRecord['facts'] = {
  apply_configured_networking: false,
  description: '',
  destructive: false,
  for_hardware: [],
  hardware_type: 'node',
  may_reboot: false,
  packages: '{}',
  parallel: 'disabled',
  parameters: '{}',
  recommission: false,
  results: '{}',
  script_type: 'testing',
  tags: [],
  timeout: '0:00:00',
  title: '',
};

/** The YAML that a script has in its comments, between two marks. */
function metadataOf(script: string): Readonly<Record<string, unknown>> {
  const [, body = ''] =
    /# --- Start MAAS 1\.0 script metadata ---\n(.*?)# --- End MAAS 1\.0 script metadata ---/s.exec(script) ??
    [];
  const text = body
    .split('\n')
    .map((line) => line.replace(/^# ?/, ''))
    .join('\n');
  try {
    const parsed: unknown = parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch (error) {
    throw formRefusal({
      script: `Invalid metadata: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
}

function factOf(name: string, value: unknown, usual: string | boolean | readonly string[]) {
  if (value === undefined || value === null) return usual;
  if (Array.isArray(usual)) return [value].flat().flatMap((item) => String(item).split(/,\s*/));
  if (typeof usual === 'boolean') return value === true;
  return usual === '{}' && name !== 'timeout' ? JSON.stringify(value) : String(value);
}

function readScript(content: string): Pick<ScriptRecord, 'name' | 'facts'> {
  const metadata = metadataOf(Buffer.from(content, 'base64').toString('utf8'));
  const { name } = metadata;
  if (typeof name !== 'string' || name === '') throw formRefusal({ name: 'This field is required.' });
  const facts = Object.entries(defaults).map(([key, usual]) => [key, factOf(key, metadata[key], usual)]);
  return { name, facts: Object.fromEntries(facts) as ScriptRecord['facts'] };
}

function putScript({ world }: Request, before: string | null, content: string): ScriptRecord {
  const { name, facts } = readScript(content);
  const found = before === null ? undefined : world.store.get('scripts', before);
  if (before !== null && found === undefined) throw noSuch('Script');
  if (name !== before && world.store.get('scripts', name) !== undefined) {
    throw formRefusal({ name: 'Script with this Name already exists.' });
  }
  if (before !== null && name !== before) world.store.remove('scripts', before);
  const script = { id: found?.id ?? world.nextId('scripts'), name, content, facts };
  world.store.put('scripts', name, script);
  return script;
}

function scriptValues({ name, content, facts }: ScriptRecord): ObjectValue {
  return { id: name, name, script: content, ...(facts as Readonly<Record<string, Value>>) };
}

function readOne(call: MaasCall, name: string): ObjectValue {
  const found = call.maas.world.store.get('scripts', name);
  if (found === undefined) throw noSuch('Script');
  return scriptValues(found);
}

export const nodeScript: MaasResource = {
  create: async (planned, call) =>
    scriptValues(
      await call.request('node_scripts.create', {}, (request) =>
        putScript(request, null, needText(planned, 'script')),
      ),
    ),
  read: (state, call) => readOne(call, needText(state, 'id')),
  update: async (planned, prior, call) =>
    scriptValues(
      await call.request('node_script.update', {}, (request) =>
        putScript(request, needText(prior, 'id'), needText(planned, 'script')),
      ),
    ),
  delete: async (state, call) => {
    const name = needText(state, 'id');
    await call.request('node_script.delete', {}, ({ world }) => {
      if (world.store.get('scripts', name) === undefined) throw noSuch('Script');
      world.store.remove('scripts', name);
    });
  },
  import: (id, call) => {
    const { store } = call.maas.world;
    const found = store.get('scripts', id) ?? store.all('scripts').find((one) => String(one.id) === id);
    if (found === undefined) throw new Refusal(`node script (${id}) was not found`);
    return { id: found.name };
  },
};
