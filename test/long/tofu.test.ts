import { expect, test } from 'vitest';
import { apply, openWorkspace } from '../protocol/support/terraform.js';
import { toyProvider, toyWorld } from '../protocol/support/toy.js';
import { tofuOrSkip } from '../support/tofu.js';

const configuration = (size: number, name: string) => `
resource "toy_machine" "a" {
  name = "${name}"
  size = ${size}
  disk {
    path = "/dev/sda"
    gib  = 1.5
  }
  nic {
    mac = "02:00:00:00:00:01"
  }
}
resource "toy_link" "a" {
  machine_id = toy_machine.a.id
  ports      = [{ number = 1 }]
}
data "toy_machine" "a" {
  name       = toy_machine.a.name
  depends_on = [toy_link.a]
}
`;

test('OpenTofu takes a served provider through create, update, replace and destroy', async (context) => {
  const tofu = await tofuOrSkip(context);
  const world = toyWorld();
  const work = await openWorkspace(toyProvider(world), configuration(4, 'a'), 6, 'example/toy', tofu);
  const actions = async (...args: readonly string[]) =>
    Object.fromEntries(
      Object.entries(await work.plan(...args)).map(([address, change]) => [address, change.actions]),
    );
  try {
    expect(await work.ok('version')).toContain('OpenTofu v');
    expect(await actions()).toEqual({
      'data.toy_machine.a': ['read'],
      'toy_link.a': ['create'],
      'toy_machine.a': ['create'],
    });
    await work.ok('apply', 'plan');
    expect(world.done).toEqual(['create a at null', 'link m-a null']);
    expect(work.state()['toy_machine.a']).toMatchObject({
      id: 'm-a',
      disk: [{ gib: 1.5, serial: 'S-/dev/sda' }],
    });
    expect(await actions('-detailed-exitcode')).toEqual({
      'toy_link.a': ['no-op'],
      'toy_machine.a': ['no-op'],
    });

    work.write(configuration(5, 'a'));
    expect((await actions())['toy_machine.a']).toEqual(['update']);
    work.write(configuration(5, 'b'));
    expect((await actions())['toy_machine.a']).toEqual(['delete', 'create']);
    await work.ok(...apply);
    expect([...world.machines.keys()]).toEqual(['m-b']);

    await work.ok('destroy', '-auto-approve', '-no-color');
    expect([...world.machines.keys(), ...world.links.keys()]).toEqual([]);
    expect(work.log).toEqual([]);
  } finally {
    await work.close();
  }
});
