import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apply } from '../../protocol/support/terraform.js';
import { deployment, freshName, meet, node, type TestIronic } from '../support/ironic.js';

const ref = 'ironic_node.a.id';

/** A node from nothing to gone, and moved into a state. */
export function lifeTests(ironic: () => TestIronic): void {
  test('a node goes from nothing to active, reimaged, rebuilt, released and gone, each with nothing left to plan', async () => {
    const name = freshName();
    const ws = await meet(ironic().url);
    const instance = async () => (await ironic().node(name))['instance_uuid'];
    await ws.settle(node(name) + deployment(ref, 'user_data = "#1"'));
    const first = await instance();
    expect(await ironic().node(name)).toMatchObject({ provision_state: 'active', last_error: null });

    ws.write(node(name) + deployment(ref, 'user_data = "#2"'));
    expect((await ws.plan())['ironic_deployment.a']).toMatchObject({
      actions: ['delete', 'create'],
      replace_paths: [['user_data']],
    });
    await ws.settle(node(name) + deployment(ref, 'user_data = "#2"'));
    expect(await instance()).not.toBe(first);

    const rebuilt = 'user_data = "#3"\n reimage_by = "rebuild"';
    expect(await ws.settle(node(name) + deployment(ref, rebuilt))).toContain(`${name} is reimaged in place`);
    expect(await ironic().node(name)).toMatchObject({ provision_state: 'active' });

    await ws.settle(node(name));
    expect(await ironic().node(name)).toMatchObject({ provision_state: 'available', instance_uuid: null });
    await ws.settle('');
    await expect(ironic().node(name)).rejects.toThrow('404');
    await ws.close();
  });

  test('with a generation a change waits for it, and says so', async () => {
    const name = freshName();
    const ws = await meet(ironic().url);
    const config = (userData: string, generation: number) =>
      node(name) + deployment(ref, `user_data = "${userData}"\n generation = ${generation}`);
    await ws.settle(config('#1', 1));
    const before = (await ironic().node(name))['provision_updated_at'];
    expect(await ws.settle(config('#2', 1))).toContain(`${name}: user_data takes effect at the next reimage`);
    expect(ws.state()['ironic_deployment.a']).toMatchObject({ pending_reimage: true });
    expect((await ironic().node(name))['provision_updated_at']).toBe(before);
    await ws.settle(config('#2', 2));
    expect(ws.state()['ironic_deployment.a']).toMatchObject({ pending_reimage: false });
    expect((await ironic().node(name))['provision_updated_at']).not.toBe(before);
    await ws.ok('destroy', '-auto-approve', '-no-color');
    await ws.close();
  });

  test('nodes, ports and deployments are imported without a server being touched', async () => {
    const name = freshName();
    const ws = await meet(ironic().url);
    const port = `resource "ironic_port" "a" {\n node = ${ref}\n address = "52:54:00:ff:ff:01"\n}\n`;
    const config =
      node(name, 'extra = { rack = "r1" }\n properties = { cpu_arch = "x86_64" }') + port + deployment(ref);
    await ws.settle(config);
    const { id } = ws.state()['ironic_port.a'] ?? {};
    await ws.ok('state', 'rm', 'ironic_node.a', 'ironic_port.a', 'ironic_deployment.a');
    const before = (await ironic().node(name))['provision_updated_at'];
    for (const [address, ident] of [
      ['ironic_node.a', name],
      ['ironic_port.a', String(id)],
      ['ironic_deployment.a', name],
    ] as const) {
      await ws.ok('import', '-no-color', address, ident);
    }
    const plan = await ws.plan();
    expect(Object.fromEntries(Object.entries(plan).map(([key, { actions }]) => [key, actions]))).toEqual({
      'ironic_node.a': ['no-op'],
      'ironic_port.a': ['no-op'],
      // What Ironic does not tell of a deployment is recorded as it is configured.
      'ironic_deployment.a': ['update'],
    });
    await ws.settle(config);
    expect((await ironic().node(name))['provision_updated_at']).toBe(before);
    await ws.ok('destroy', '-auto-approve', '-no-color');
    await ws.close();
  });

  test('passwords that are only written are in no state, plan, log or message, and are sent when their version changes', async () => {
    const canary = 'canary-4f1c';
    const name = freshName();
    const logged: string[] = [];
    const bodies: string[] = [];
    const ws = await meet(ironic().url, {
      log: (text) => logged.push(text),
      between: (request, next) => {
        if (request.body !== undefined) bodies.push(JSON.stringify(request.body));
        return next(request);
      },
    });
    const config = (version: number, more = '') => {
      writeFileSync(join(ws.folder, 'secret.auto.tfvars'), `password = "${canary}-${version}"\n`);
      return `variable "password" {
        type      = string
        ephemeral = true
      }
      ${node(
        name,
        `driver_info = { redfish_address = "https://192.0.2.1" }
        driver_info_wo = { redfish_password = var.password }
        driver_info_wo_version = ${version}
        ${more}`,
      )}`;
    };
    const printed = [
      await ws.settle(config(1)),
      await ws.settle(config(1, 'description = "no reason to send it"')),
    ];
    expect(bodies.filter((body) => body.includes(canary))).toHaveLength(1);
    printed.push(await ws.settle(config(2)));
    expect(bodies.filter((body) => body.includes(`${canary}-2`))).toHaveLength(1);
    await ironic().fault(name, { power: 'the BMC does not let us in' });
    printed.push(await ws.fails(config(3, 'conductor_group = "nobody"')));
    await ws.ok('plan', '-out=plan', '-destroy', '-no-color');
    const shown = await ws.ok('show', '-json', 'plan');
    const state = readFileSync(join(ws.folder, 'terraform.tfstate'), 'utf8');
    for (const text of [...printed, ...logged, shown, state]) expect(text.includes(canary)).toBe(false);
    await ws.ok(...apply.slice(0, 1), '-destroy', '-auto-approve', '-no-color');
    await ws.close();
  });

  test('data sources show nodes by what they are, ports and drivers', async () => {
    const [name, other] = [freshName(), freshName()];
    const ws = await meet(ironic().url);
    const kind = `kind-${name}`;
    const common = `resource_class = "${kind}"\n extra = { rack = "r1", n = { a = 1 } }`;
    await ws.settle(
      `${node(name, `${common}\n traits = ["CUSTOM_A", "CUSTOM_B"]\n capabilities = { boot_mode = "uefi" }`)}
      ${node(other, common, 'b')}
      resource "ironic_port" "a" {
        node    = ${ref}
        address = "52:54:00:ff:ff:02"
      }
      data "ironic_node" "a" {
        node       = ${ref}
        depends_on = [ironic_port.a]
      }
      data "ironic_nodes" "both" {
        resource_class = "${kind}"
        depends_on     = [ironic_node.a, ironic_node.b]
      }
      data "ironic_nodes" "one" {
        resource_class  = "${kind}"
        traits          = ["CUSTOM_B"]
        provision_state = "available"
        depends_on      = [ironic_node.a, ironic_node.b]
      }
      data "ironic_ports" "a" {
        node       = "${name}"
        depends_on = [ironic_port.a]
      }
      data "ironic_drivers" "all" {}`,
    );
    const found = ws.state();
    expect(found['data.ironic_node.a']).toMatchObject({
      name,
      provision_state: 'available',
      capabilities: { boot_mode: 'uefi' },
      extra: { rack: 'r1', n: '{"a":1}' },
      traits: ['CUSTOM_A', 'CUSTOM_B'],
    });
    const names = (address: string) =>
      ((found[address]?.['nodes'] ?? []) as readonly { readonly name: string }[]).map((one) => one.name);
    expect(names('data.ironic_nodes.both')).toEqual([name, other].sort());
    expect(names('data.ironic_nodes.one')).toEqual([name]);
    expect(found['data.ironic_ports.a']?.['ports']).toMatchObject([{ address: '52:54:00:ff:ff:02' }]);
    expect(found['data.ironic_drivers.all']?.['drivers']).toMatchObject([{ name: 'fake-hardware' }]);
    await ws.ok('destroy', '-auto-approve', '-no-color');
    await ws.close();
  });

  test('many nodes are read by one listing', async () => {
    const names = Array.from({ length: 20 }, freshName);
    const asked: string[] = [];
    const ws = await meet(ironic().url, {
      between: (request, next) => {
        asked.push(`${request.method} ${new URL(request.url).pathname}`);
        return next(request);
      },
    });
    const config = names.map((name, index) => node(name, 'provision = "enroll"', `n${index}`)).join('');
    await ws.settle(config);
    asked.length = 0;
    expect((await ws.says(config)).code).toBe(0);
    const looks = asked.filter((request) => request.startsWith('GET /v1/nodes'));
    expect(looks.filter((request) => request === 'GET /v1/nodes')).toHaveLength(1);
    expect(looks.length).toBeLessThanOrEqual(8);
    await ws.ok('destroy', '-auto-approve', '-no-color');
    await ws.close();
  });
}
