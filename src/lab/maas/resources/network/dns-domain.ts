import { flagOf, needText, numberOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { noSuch, Refusal } from '../../../refusal.js';
import { type DomainSettings, deleteDomain, putDomain } from '../../api/dns.js';
import type { MaasResource } from '../../resource.js';

function settingsOf(planned: ObjectValue): DomainSettings {
  return {
    name: needText(planned, 'name'),
    ttl: numberOf(planned, 'ttl') || null,
    authoritative: flagOf(planned, 'authoritative') ?? false,
    isDefault: flagOf(planned, 'is_default') ?? false,
  };
}

export const dnsDomain: MaasResource = {
  create: async (planned, call) => {
    const { id } = await call.request('domains.create', {}, (request) =>
      putDomain(request, null, settingsOf(planned)),
    );
    return { id: String(id) };
  },
  /** Only whether it is there: no attribute is read back. */
  read: (state, call) => {
    if (call.maas.world.store.get('domains', needText(state, 'id')) === undefined) throw noSuch('Domain');
    return {};
  },
  update: async (planned, prior, call) => {
    await call.request('domain.update', {}, (request) =>
      putDomain(request, Number(needText(prior, 'id')), settingsOf(planned)),
    );
    return {};
  },
  delete: async (state, call) => {
    await call.request('domain.delete', {}, (request) => deleteDomain(request, needText(state, 'id')));
  },
  import: (id, call) => {
    const { world } = call.maas;
    const found = world.store.get('domains', id) ?? world.by.domainsByName.get(id)[0];
    if (found === undefined) throw new Refusal(`domain (${id}) was not found`);
    const { name, ttl, authoritative, isDefault } = found;
    return { id: String(found.id), name, ttl: ttl ?? 0, authoritative, is_default: isDefault };
  },
};
