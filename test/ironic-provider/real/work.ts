import { expect, test, vi } from 'vitest';
import { deployment, freshName, meet, node, type TestIronic } from '../support/ironic.js';

const ref = 'ironic_node.a.id';
const resource = (type: string, body: string) =>
  `resource "ironic_${type}" "a" {\n node = ${ref}\n ${body}\n}\n`;

/** Work that is done to free nodes: inspection, BIOS settings, RAID. */
export function workTests(ironic: () => TestIronic): void {
  test('a node is inspected once, again when its generation says so, and stands where it stood', async () => {
    const name = freshName();
    const ws = await meet(ironic().url);
    await ws.settle(node(name) + resource('node_inspection', 'generation = 1'));
    const first = ws.state()['ironic_node_inspection.a']?.['inspected_at'];
    expect(typeof first).toBe('string');
    expect(await ironic().node(name)).toMatchObject({
      provision_state: 'available',
      inspection_finished_at: first,
    });
    await ws.settle(node(name) + resource('node_inspection', 'generation = 2'));
    expect(ws.state()['ironic_node_inspection.a']?.['inspected_at']).not.toBe(first);
    await ws.ok('state', 'rm', 'ironic_node_inspection.a');
    await ws.ok('import', '-no-color', 'ironic_node_inspection.a', name);
    await ws.settle(node(name));
    expect(await ironic().node(name)).toMatchObject({ provision_state: 'available' });
    await ws.settle('');
    await ws.close();
  });

  test('BIOS settings are applied, drift is seen, and one that leaves is left alone', async () => {
    const name = freshName();
    const ws = await meet(ironic().url);
    const bare = node(name, 'bios_interface = "fake"');
    const set = (...settings: readonly string[]) =>
      bare + resource('bios_settings', `settings = { ${settings.join(', ')} }`);
    await ws.settle(set('Virtualization = "Enabled"', 'Fans = "Quiet"'));
    const there = async () => (await ironic().request('GET', `nodes/${name}/bios`))['bios'];
    expect(await there()).toMatchObject([
      { name: 'Fans', value: 'Quiet' },
      { name: 'Virtualization', value: 'Enabled' },
    ]);
    await ws.settle(set('Virtualization = "Disabled"'));
    expect(await there()).toMatchObject([{ name: 'Virtualization', value: 'Disabled' }]);
    await ironic().request('PUT', `nodes/${name}/states/provision`, { target: 'manage' });
    const state = async () => (await ironic().node(name))['provision_state'];
    await vi.waitFor(async () => expect(await state()).toBe('manageable'), 20_000);
    const step = {
      interface: 'bios',
      step: 'apply_configuration',
      args: { settings: [{ name: 'Virtualization', value: 'Auto' }] },
    };
    await ironic().request('PUT', `nodes/${name}/states/provision`, { target: 'clean', clean_steps: [step] });
    await vi.waitFor(async () => expect(await state()).toBe('manageable'), 20_000);
    await vi.waitFor(async () => expect(await there()).toMatchObject([{ value: 'Auto' }]), 20_000);
    await ws.settle(set('Virtualization = "Disabled"'));
    expect(await there()).toMatchObject([{ name: 'Virtualization', value: 'Disabled' }]);
    await ws.settle('');
    await ws.close();
  });

  test('RAID volumes are made by clean steps, and made anew when they change', async () => {
    const name = freshName();
    const ws = await meet(ironic().url);
    const bare = node(name, 'raid_interface = "faulty"\n provision = "manageable"');
    const volumes = (size: string) =>
      bare +
      resource('raid', `logical_disks = [{ size_gb = ${size}, raid_level = "1", is_root_volume = true }]`);
    await ws.settle(volumes('100'));
    expect(await ironic().node(name)).toMatchObject({
      provision_state: 'manageable',
      raid_config: { logical_disks: [{ size_gb: 100, raid_level: '1' }] },
    });
    await ws.settle(volumes('"MAX"'));
    expect(await ironic().node(name)).toMatchObject({ raid_config: { logical_disks: [{ size_gb: 'MAX' }] } });
    await ironic().fault(name, { raid: 'the controller is full' });
    expect(await ws.fails(volumes('200'))).toContain('the controller is full');
    await ironic().fault(name, {});
    await ws.settle(volumes('200'));
    expect(await ironic().node(name)).toMatchObject({ raid_config: { logical_disks: [{ size_gb: 200 }] } });
    const wrong = await ws.says(bare + resource('raid', 'logical_disks = [{ size_gb = 0 }]'));
    expect(wrong.text).toContain('logical_disks[0].size_gb is neither a number of GiB nor "MAX"');
    expect(wrong.text).toContain('logical_disks[0] has no raid_level');
    await ws.settle('');
    await ws.close();
  });

  test('a node in use, or in maintenance, is refused while planning', async () => {
    const name = freshName();
    const ws = await meet(ironic().url);
    const served = node(name, 'bios_interface = "fake"') + deployment(ref);
    await ws.settle(served);
    const busy = await ws.says(served + resource('bios_settings', 'settings = { Fans = "Quiet" }'));
    expect(busy).toMatchObject({ code: 1 });
    expect(busy.text).toContain(`setting the BIOS needs a free node, and node ${name} is in use (active)`);
    const free = node(name, 'bios_interface = "fake"');
    await ws.settle(free);
    const kept = node(name, 'bios_interface = "fake"\n maintenance = true\n maintenance_reason = "fans"');
    await ws.settle(kept);
    expect((await ws.says(kept + resource('node_inspection', ''))).text).toContain(
      'is in maintenance (fans)',
    );
    await ws.settle('');
    await ws.close();
  });
}
