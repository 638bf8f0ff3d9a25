import { needText, textOf, textsOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { formRefusal, noSuch, Refusal } from '../../../refusal.js';
import type { MaasCall, Request } from '../../call.js';
import type { SshKeyRecord } from '../../registry-records.js';
import type { MaasResource } from '../../resource.js';

function createKey({ world }: Request, key: string): SshKeyRecord {
  if (!/^(ssh-|ecdsa-|sk-)[\w@.-]+ [A-Za-z0-9+/=]+/.test(key)) {
    throw formRefusal({ key: 'Invalid SSH public key.' });
  }
  if (world.store.all('sshKeys').some((one) => one.key === key)) {
    throw formRefusal({ key: 'This key has already been added for this user.' });
  }
  const record = { id: world.nextId('sshKeys'), key };
  world.store.put('sshKeys', String(record.id), record);
  return record;
}

/** All keys of a resource, by the numbers in its id. */
function readKeys(call: MaasCall, id: string): ObjectValue {
  const keys = id.split('/').map((number) => {
    const found = call.maas.world.store.get('sshKeys', number);
    if (found === undefined) throw noSuch('SSHKey');
    return found.key;
  });
  return { id, keys };
}

export const sshKeys: MaasResource = {
  create: async (planned, call) => {
    const source = textOf(planned, 'keysource');
    if (source) {
      throw new Refusal(
        `error importing SSH keys from keysource: the lab reaches no network, so it has no keys of ${source}; give the keys themselves`,
      );
    }
    const ids: number[] = [];
    for (const key of textsOf(planned, 'keys') ?? []) {
      ids.push((await call.request('sshkeys.create', {}, (request) => createKey(request, key))).id);
    }
    return readKeys(call, ids.join('/'));
  },
  read: (state, call) => readKeys(call, needText(state, 'id')),
  delete: async (state, call) => {
    for (const id of needText(state, 'id').split('/')) {
      await call.request('sshkey.delete', {}, ({ world }) => world.store.remove('sshKeys', id));
    }
  },
  import: (id, call) => readKeys(call, id),
};
