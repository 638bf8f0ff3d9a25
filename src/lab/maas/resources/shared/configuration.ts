import { needText } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { Refusal } from '../../../refusal.js';
import { getSetting, setSetting } from '../../api/settings.js';
import type { MaasCall } from '../../call.js';
import type { MaasResource } from '../../resource.js';

function readSetting(call: MaasCall, key: string): ObjectValue {
  const value = getSetting(call.maas, key);
  return { key, ...(value === null ? {} : { value }) };
}

export const configuration: MaasResource = {
  create: async (planned, call) => {
    const [key, value] = [needText(planned, 'key'), needText(planned, 'value')];
    await call.request('maas.set_config', {}, (request) => setSetting(request, key, value));
    return { id: key, ...readSetting(call, key) };
  },
  read: (state, call) => readSetting(call, needText(state, 'id')),
  update: async (planned, prior, call) => {
    const [before, key] = [needText(prior, 'key'), needText(planned, 'key')];
    if (key !== before) {
      throw new Refusal(
        `Changing 'key' from ${before} to ${key} is not allowed. Please recreate the resource.`,
      );
    }
    await call.request('maas.set_config', {}, (request) =>
      setSetting(request, key, needText(planned, 'value')),
    );
    return readSetting(call, key);
  },
  /** Only forgotten: MAAS keeps the value. */
  delete: async () => {},
};
