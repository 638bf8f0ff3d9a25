import { needText, numberOf, textOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import { Refusal } from '../../../refusal.js';
import { type DnsRecordSettings, noRecord, putRecord } from '../../api/dns.js';
import type { MaasResource } from '../../resource.js';

function settingsOf(planned: ObjectValue): DnsRecordSettings {
  const [name, domain] = [textOf(planned, 'name'), textOf(planned, 'domain')];
  return {
    type: needText(planned, 'type'),
    fqdn: textOf(planned, 'fqdn') ?? `${name}.${domain}`,
    data: needText(planned, 'data'),
    ttl: numberOf(planned, 'ttl') || null,
  };
}

export const dnsRecord: MaasResource = {
  create: async (planned, call) => {
    const { id } = await call.request('dnsresources.create', {}, (request) =>
      putRecord(request, null, settingsOf(planned)),
    );
    return { id: String(id) };
  },
  /** Only whether it is there: no attribute is read back. */
  read: (state, call) => {
    if (call.maas.world.store.get('dnsRecords', needText(state, 'id')) === undefined) {
      throw noRecord(needText(state, 'type'));
    }
    return {};
  },
  update: async (planned, prior, call) => {
    await call.request('dnsresource.update', {}, (request) =>
      putRecord(request, Number(needText(prior, 'id')), settingsOf(planned)),
    );
    return {};
  },
  delete: async (state, call) => {
    const id = needText(state, 'id');
    await call.request('dnsresource.delete', {}, ({ world }) => {
      if (world.store.get('dnsRecords', id) === undefined) throw noRecord(needText(state, 'type'));
      world.store.remove('dnsRecords', id);
    });
  },
  import: (id, call) => {
    const [type = '', name = '', ...rest] = id.split(':');
    if (type === '' || name === '' || rest.length > 0) {
      throw new Refusal(`unexpected format of ID ("${id}"), expected TYPE:IDENTIFIER`);
    }
    const isAddress = type === 'A/AAAA';
    const found = call.maas.world.store
      .all('dnsRecords')
      .find((one) => (one.type === 'A/AAAA') === isAddress && (String(one.id) === name || one.fqdn === name));
    if (found === undefined) {
      throw new Refusal(`${isAddress ? 'DNS resource' : 'DNS resource record'} (${name}) was not found`);
    }
    const { data, fqdn, ttl } = found;
    return { id: String(found.id), type: found.type, data, fqdn, ttl: ttl ?? 0 };
  },
};
