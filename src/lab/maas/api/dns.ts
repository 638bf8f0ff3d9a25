import { apiRefusal, formRefusal, noSuch } from '../../refusal.js';
import type { Request } from '../call.js';
import type { DnsRecordRecord, DomainRecord } from '../records.js';

type Worldly = Pick<Request, 'world'>;

/** What may be said of a domain. */
export interface DomainSettings {
  readonly name: string;
  readonly ttl: number | null;
  readonly authoritative: boolean;
  /** Can be given, not taken away. */
  readonly isDefault: boolean;
}

function checkName({ world }: Worldly, name: string): void {
  if (world.by.domainsByName.get(name).length === 0) return;
  throw formRefusal({ name: 'Domain with this Name already exists.' });
}

/** Enters a domain, or changes the one of an id. Machines follow a domain that is renamed. */
export function putDomain(request: Worldly, id: number | null, settings: DomainSettings): DomainRecord {
  const { world } = request;
  const found = id === null ? undefined : world.store.get('domains', String(id));
  if (id !== null && found === undefined) throw noSuch('Domain');
  if (found?.name !== settings.name) checkName(request, settings.name);
  if (found !== undefined && found.name !== settings.name) {
    for (const { systemId } of world.by.machinesByDomain.get(found.name)) {
      world.updateMachine(systemId, { domain: settings.name });
    }
  }
  if (settings.isDefault) {
    for (const other of world.by.defaultDomain.get('yes')) {
      world.store.put('domains', String(other.id), { ...other, isDefault: false });
    }
  }
  const domain = {
    ...settings,
    id: id ?? world.nextId('domains'),
    isDefault: settings.isDefault || (found?.isDefault ?? false),
  };
  world.store.put('domains', String(domain.id), domain);
  return domain;
}

export function deleteDomain({ world }: Worldly, id: string): void {
  const found = world.store.get('domains', id);
  if (found === undefined) throw noSuch('Domain');
  if (found.isDefault) throw apiRefusal(400, 'This domain is the default domain, it cannot be deleted.');
  const [machine] = world.by.machinesByDomain.get(found.name);
  if (machine !== undefined) {
    throw apiRefusal(
      409,
      "Cannot delete some instances of model 'Domain' because they are referenced through protected foreign keys: 'Node.domain'.",
    );
  }
  for (const record of world.store.all('dnsRecords')) {
    if (record.fqdn.endsWith(`.${found.name}`)) world.store.remove('dnsRecords', String(record.id));
  }
  world.store.remove('domains', id);
}

/** What may be said of a record. */
export type DnsRecordSettings = Omit<DnsRecordRecord, 'id'>;

/** The name of a record is in a domain that MAAS has. */
function checkDomain({ world }: Worldly, fqdn: string): void {
  const labels = fqdn.split('.');
  const isKnown = labels.some(
    (_, index) => world.by.domainsByName.get(labels.slice(index).join('.')).length > 0,
  );
  if (!isKnown) throw noSuch('Domain');
}

/** Enters a record, or changes the one of an id. The addresses of an address record are taken from then on. */
export function putRecord(request: Worldly, id: number | null, settings: DnsRecordSettings): DnsRecordRecord {
  const { world } = request;
  if (id !== null && world.store.get('dnsRecords', String(id)) === undefined) throw noRecord(settings.type);
  checkDomain(request, settings.fqdn);
  const record = { ...settings, id: id ?? world.nextId('dnsRecords') };
  world.store.put('dnsRecords', String(record.id), record);
  return record;
}

export function noRecord(type: string) {
  return noSuch(type === 'A/AAAA' ? 'DNSResource' : 'DNSData');
}
