import { describe, expect, test } from 'vitest';
import { bodyOf, patchField, readField, writeField } from '../../src/ironic-provider/resources/forms.js';
import { nodeFields } from '../../src/ironic-provider/schema/node.js';
import { portFields } from '../../src/ironic-provider/schema/port.js';
import { dynamicOf, type Json } from '../../src/protocol/json.js';

function field(name: string, fields = nodeFields) {
  const found = fields[name];
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
}

const read = (
  record: { readonly [key: string]: Json },
  name: string,
  known?: Parameters<typeof readField>[3],
) => readField(record, name, field(name), known);

describe('reading', () => {
  test('looks only at keys that the state has, and at all of them for an import', () => {
    const record = { properties: { cpu_arch: 'x86_64', memory_mb: 1024, capabilities: 'a:b', local_gb: 10 } };
    expect(read(record, 'properties', { memory_mb: '1' })).toEqual({ memory_mb: '1024' });
    expect(read(record, 'properties')).toEqual({ cpu_arch: 'x86_64', memory_mb: '1024', local_gb: '10' });
    expect(read(record, 'properties', null)).toBeNull();
  });

  test('takes a masked secret for what is known of it, and leaves it out where nothing is', () => {
    const record = { driver_info: { redfish_address: 'https://192.0.2.1', redfish_password: '******' } };
    const known = { redfish_address: 'https://192.0.2.1', redfish_password: 'secret' };
    expect(read(record, 'driver_info', known)).toEqual(known);
    expect(read(record, 'driver_info')).toEqual({ redfish_address: 'https://192.0.2.1' });
  });

  test('takes capabilities apart, also where they are none', () => {
    const record = { properties: { capabilities: 'boot_mode:uefi,nonsense, cores:8,path:a:b' } };
    expect(read(record, 'capabilities')).toEqual({ boot_mode: 'uefi', cores: '8', path: 'a:b' });
    expect(read({ properties: {} }, 'capabilities')).toBeNull();
  });

  test('shows a key that is gone as gone', () => {
    expect(read({ extra: {} }, 'extra', dynamicOf({ rack: 'r1' }, undefined))).toEqual(
      dynamicOf({}, undefined),
    );
  });

  test('keeps an address as it was written', () => {
    const own = field('address', portFields);
    expect(readField({ address: '52:54:00:aa:bb:cc' }, 'address', own, '52:54:00:AA:BB:CC')).toBe(
      '52:54:00:AA:BB:CC',
    );
    expect(readField({ address: '52:54:00:aa:bb:cd' }, 'address', own, '52:54:00:AA:BB:CC')).toBe(
      '52:54:00:aa:bb:cd',
    );
  });
});

describe('writing', () => {
  test('changes only the keys that differ, with their pointers escaped, and never a masked one', () => {
    const record = { driver_info: { a: '1', 'b/~': '2', gone: '3', password: '******' } };
    expect(
      patchField(
        record,
        'driver_info',
        field('driver_info'),
        { a: '1', 'b/~': '2', gone: '3', lost: '4' },
        { a: '1', 'b/~': '5' },
      ),
    ).toEqual([
      { op: 'add', path: '/driver_info/b~1~0', value: '5' },
      { op: 'remove', path: '/driver_info/gone' },
    ]);
  });

  test('keeps capabilities that are not ours', () => {
    const record = { properties: { capabilities: 'boot_mode:bios,found:yes,old:1' } };
    expect(
      patchField(
        record,
        'capabilities',
        field('capabilities'),
        { boot_mode: 'bios', old: '1' },
        { boot_mode: 'uefi' },
      ),
    ).toEqual([{ op: 'add', path: '/properties/capabilities', value: 'found:yes,boot_mode:uefi' }]);
  });

  test('puts what has a place in another field there', () => {
    expect(
      bodyOf([
        [['properties', 'capabilities'], 'a:b'],
        [['name'], 'n'],
        [['properties'], { cpus: '1' }],
      ]),
    ).toEqual({ name: 'n', properties: { cpus: '1', capabilities: 'a:b' } });
    expect(writeField(field('root_device'), { size: '>= 400', rotational: false, wwn: null })).toEqual({
      size: '>= 400',
      rotational: false,
    });
  });
});
