import { needText, textOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { Refusal } from '../../../refusal.js';
import type { MaasCall, Request } from '../../call.js';
import { usualSource } from '../../first-day.js';
import type { BootSourceRecord } from '../../registry-records.js';
import type { MaasResource } from '../../resource.js';

/** There is one, and the provider counts on it. */
function onlySource({ world }: Pick<Request, 'world'>): BootSourceRecord {
  const [found] = world.store.all('bootSources');
  if (found === undefined) throw new Refusal('boot source was not found');
  return found;
}

export function bootSourceValues(call: MaasCall): ObjectValue {
  const { id, url, keyringFilename, keyringData, updated } = onlySource(call.maas);
  const at = (milliseconds: number) => new Date(milliseconds).toISOString();
  return {
    id: String(id),
    url,
    keyring_filename: keyringFilename,
    keyring_data: keyringData,
    created: at(0),
    updated: at(updated),
  };
}

async function set(call: MaasCall, planned: ObjectValue): Promise<ObjectValue> {
  await call.request('boot_source.update', {}, ({ world, now }) => {
    const source = onlySource({ world });
    world.store.put('bootSources', String(source.id), {
      ...source,
      url: needText(planned, 'url'),
      keyringFilename: textOf(planned, 'keyring_filename') ?? '',
      keyringData: textOf(planned, 'keyring_data') ?? '',
      updated: now,
    });
  });
  return bootSourceValues(call);
}

/** The one source, rewritten; a destroy gives it back its first values. */
export const bootSource: MaasResource = {
  create: (planned, call) => set(call, planned),
  read: (_state, call) => bootSourceValues(call),
  update: (planned, _prior, call) => set(call, planned),
  delete: async (_state, call) => {
    const { url, keyringFilename } = usualSource;
    await set(call, { url, keyring_filename: keyringFilename });
  },
};
