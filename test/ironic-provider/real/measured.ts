import { expect, test } from 'vitest';
import { apply } from '../../protocol/support/terraform.js';
import {
  deployment,
  freshMac,
  freshName,
  type IronicWorkspace,
  meet,
  node,
  type TestIronic,
} from '../support/ironic.js';

type Proof = (workspace: IronicWorkspace, ironic: TestIronic) => Promise<void>;

const ref = 'ironic_node.a.id';

function port(address: string, more = ''): string {
  return `resource "ironic_port" "a" {
  node    = ${ref}
  address = "${address}"
  ${more}
}
`;
}

/**
 * What was measured to fail with the public providers: what is wanted, and that it is so. A deployed node and what
 * can be done to it come in one row, to deploy once.
 */
const rows: Readonly<Record<string, Proof>> = {
  'a BMC password in driver_info applies, does not drift though Ironic masks it, and is pushed when it changes':
    async (ws, ironic) => {
      const name = freshName();
      const sent: unknown[] = [];
      const spying = await meet(ironic.url, {
        between: (request, next) => {
          if (request.body !== undefined) sent.push(request.body);
          return next(request);
        },
      });
      const config = (password: string) =>
        node(
          name,
          `driver_info = { redfish_address = "https://192.0.2.1", redfish_password = "${password}" }`,
        );
      await spying.settle(config('first-password'));
      await spying.settle(config('second-password'));
      expect(JSON.stringify(sent.at(-1))).toBe(
        '[{"op":"add","path":"/driver_info/redfish_password","value":"second-password"}]',
      );
      await spying.ok('destroy', '-auto-approve', '-no-color');
      await spying.close();
      expect(ws.log).toEqual([]);
    },

  'a node becomes available without more being said': async (ws, ironic) => {
    const name = freshName();
    await ws.settle(node(name));
    expect(await ironic.node(name)).toMatchObject({ provision_state: 'available', maintenance: false });
  },

  'extra, nested, and lessee reach Ironic as what they are': async (ws, ironic) => {
    const name = freshName();
    await ws.settle(node(name, 'lessee = "research"\n extra = { rack = "r1", units = { first = [1, 2] } }'));
    expect(await ironic.node(name)).toMatchObject({
      lessee: 'research',
      extra: { rack: 'r1', units: { first: [1, 2] } },
    });
    await ws.settle(node(name, 'lessee = "training"\n extra = { units = { first = [3] } }'));
    expect(await ironic.node(name)).toMatchObject({ lessee: 'training', extra: { units: { first: [3] } } });
    expect((await ironic.node(name))['extra']).not.toHaveProperty('rack');
  },

  'what Ironic refuses at creation is said in its own words': async (ws) => {
    expect(await ws.fails(node(freshName(), 'owner = "somebody"'))).toContain(
      'Cannot create a node as a project scoped admin with an owner other than your own project',
    );
  },

  'ports have switch, network and port group': async (ws, ironic) => {
    const mac = freshMac();
    const group = `resource "ironic_portgroup" "a" {
      node       = ${ref}
      name       = "bond-${mac.slice(-2)}"
      mode       = "802.3ad"
      properties = { miimon = "100" }
    }`;
    const config = `${node(freshName())}${group}
${port(
  mac.toUpperCase(),
  `physical_network = "compute"
  portgroup = ironic_portgroup.a.id
  local_link_connection = { switch_id = "00:11:22:33:44:55", port_id = "Ethernet1" }`,
)}`;
    await ws.settle(config);
    const [found] = (await ironic.request('GET', `ports?detail=True&address=${mac}`))['ports'] as object[];
    expect(found).toMatchObject({
      physical_network: 'compute',
      local_link_connection: { switch_id: '00:11:22:33:44:55', port_id: 'Ethernet1' },
      portgroup_uuid: ws.state()['ironic_portgroup.a']?.['id'],
    });
  },

  'automated_clean reaches Ironic, also when it changes later': async (ws, ironic) => {
    const name = freshName();
    await ws.settle(node(name, 'automated_clean = false'));
    expect(await ironic.node(name)).toMatchObject({ automated_clean: false });
    await ws.settle(node(name, 'automated_clean = true'));
    expect(await ironic.node(name)).toMatchObject({ automated_clean: true });
  },

  'a deployment to a node that Ironic does not have is refused while planning': async (ws) => {
    const { code, text } = await ws.says(deployment('"no-such-node"'));
    expect({ code, text }).toMatchObject({
      code: 1,
      text: expect.stringContaining('Ironic has no node "no-such-node"'),
    });
  },

  'the image, nested instance_info and capabilities reach Ironic, and nothing of it is planned again': async (
    ws,
    ironic,
  ) => {
    const name = freshName();
    const more =
      'capabilities = { boot_option = "local" }\n instance_info = { root_gb = 10, deep = { a = [true] } }';
    await ws.settle(node(name) + deployment(ref, more));
    expect((await ironic.node(name))['instance_info']).toMatchObject({
      image_source: 'https://images.example.net/gpu.img',
      image_checksum: '8d777f385d3dfec8815d20f7496026dc',
      root_gb: 10,
      deep: { a: [true] },
      capabilities: { boot_option: 'local' },
    });
  },

  'of an active node, what Ironic changes is changed, and what it refuses is refused while planning': async (
    ws,
    ironic,
  ) => {
    const name = freshName();
    const mac = freshMac();
    const depends = 'depends_on = [ironic_port.a]';
    const all = (own: string, nic = '') => node(name, own) + port(mac, nic) + deployment(ref, depends);
    await ws.settle(all('resource_class = "gpu"\n properties = { cpu_arch = "x86_64" }'));
    const changed =
      'resource_class = "gpu"\n properties = { cpu_arch = "aarch64" }\n driver_info = { a = "1" }';
    await ws.settle(all(changed));
    expect(await ironic.node(name)).toMatchObject({
      properties: { cpu_arch: 'aarch64' },
      driver_info: { a: '1' },
    });

    const cpu = await ws.says(all('resource_class = "cpu"\n description = "lost, were the whole sent"'));
    expect(cpu).toMatchObject({
      code: 1,
      text: expect.stringContaining(`resource_class cannot be changed now: node ${name} is in active`),
    });
    const pxe = await ws.says(all(changed, 'pxe_enabled = false'));
    expect(pxe.text).toContain(`pxe_enabled cannot be changed now: node ${name} is in active`);
    const moved = node(name, changed) + port(freshMac()) + deployment(ref, depends);
    expect((await ws.says(moved)).text).toContain(`address cannot be changed now: node ${name} is in active`);

    await ws.settle(all(`${changed}\n maintenance = true`));
    await ws.settle(all(`${changed}\n maintenance = true`, 'pxe_enabled = false'));
    await ws.settle(all(`${changed}\n maintenance = false`, 'pxe_enabled = false'));
    expect(await ironic.node(name)).toMatchObject({ provision_state: 'active', maintenance: false });
  },

  'maintenance and protection that operators set are no drift; protection refuses while planning': async (
    ws,
    ironic,
  ) => {
    const name = freshName();
    const config = node(name) + deployment(ref);
    await ws.settle(config);
    await ironic.patch(name, '/maintenance', true);
    await ironic.patch(name, '/protected', true);
    expect((await ws.says(config)).code).toBe(0);
    const release = await ws.says(node(name));
    expect(release).toMatchObject({ code: 1, text: expect.stringContaining(`node ${name} is protected`) });
    const reimage = await ws.says(node(name) + deployment(ref, 'user_data = "#!/bin/sh"'));
    expect(reimage).toMatchObject({ code: 1, text: expect.stringContaining(`node ${name} is protected`) });
    await ironic.patch(name, '/protected', false);
    await ironic.patch(name, '/maintenance', false);
    await ws.settle(node(name) + deployment(ref, 'protected = true'));
    expect(await ironic.node(name)).toMatchObject({ protected: true });
    await ws.settle(node(name) + deployment(ref, 'protected = false'));
  },

  'enrolment in a state of its own: its destroy leaves an active node and its ports alone': async (
    claims,
    ironic,
  ) => {
    const name = freshName();
    const mac = freshMac();
    const enrolment = await meet(ironic.url);
    await enrolment.settle(node(name) + port(mac));
    await claims.settle(deployment(`"${name}"`));
    expect((await enrolment.says(node(name) + port(mac))).code).toBe(0);
    // The port waits for a moment whether the same apply releases the node.
    const destroyed = await enrolment.run('destroy', '-auto-approve', '-no-color');
    expect(destroyed).toMatchObject({
      code: 1,
      text: expect.stringContaining(`node ${name} is in use (active)`),
    });
    expect((await enrolment.says(node(name) + port(mac))).code).toBe(0);
    await claims.ok('destroy', '-auto-approve', '-no-color');
    await enrolment.ok('destroy', '-auto-approve', '-no-color');
    await enrolment.close();
  },

  'a node that is gone takes its deployment out of the state, and destroying that is no error': async (
    ws,
    ironic,
  ) => {
    const name = freshName();
    await ws.settle(node(name));
    const claims = await meet(ironic.url);
    await claims.settle(deployment(`"${name}"`));
    await ironic.patch(name, '/maintenance', true);
    await ironic.request('DELETE', `nodes/${name}`);
    const found = await claims.says(deployment(`"${name}"`));
    expect(found).toMatchObject({ code: 2, text: expect.stringContaining(`Ironic has no node "${name}"`) });
    await claims.ok('destroy', '-auto-approve', '-no-color');
    await claims.close();
    expect((await ws.plan())['ironic_node.a']?.actions).toEqual(['create']);
  },

  'a second state cannot deploy over a server': async (ws, ironic) => {
    const name = freshName();
    await ws.settle(node(name) + deployment(ref));
    const other = await meet(ironic.url);
    const { code, text } = await other.says(deployment(`"${name}"`, 'user_data = "other"'));
    expect({ code, text }).toMatchObject({
      code: 1,
      text: expect.stringContaining('import it: terraform import'),
    });
    await other.close();
  },

  'a node deleted while available by somebody else is planned anew': async (ws, ironic) => {
    const name = freshName();
    await ws.settle(node(name));
    await ironic.request('DELETE', `nodes/${name}`);
    expect((await ws.plan())['ironic_node.a']?.actions).toEqual(['create']);
    await ws.ok(...apply);
  },
};

/** Each row in a workspace of its own, destroyed at its end. */
export function measuredTests(ironic: () => TestIronic): void {
  test.each(Object.entries(rows))('%s', async (_, proof) => {
    const workspace = await meet(ironic().url);
    try {
      await proof(workspace, ironic());
      await workspace.ok('destroy', '-auto-approve', '-no-color');
    } finally {
      await workspace.close();
    }
  });
}
