import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { HttpAnswer, Transport } from '../../../src/ironic-provider/api/transport.js';
import { apply } from '../../protocol/support/terraform.js';
import {
  deployment,
  freshName,
  type IronicWorkspace,
  meet,
  node,
  type TestIronic,
} from '../support/ironic.js';

const ref = 'ironic_node.a.id';

async function end(ws: IronicWorkspace): Promise<void> {
  await ws.ok('destroy', '-auto-approve', '-no-color');
  await ws.close();
}

/** Answers in Ironic's place a number of times, where a request fits. */
function refusing(times: number, fits: RegExp, answer: HttpAnswer) {
  let left = times;
  return (request: Parameters<Transport>[0], next: Transport) => {
    if (left === 0 || !fits.test(`${request.method} ${request.url}`)) return next(request);
    left -= 1;
    return Promise.resolve(answer);
  };
}

const fault = (text: string) => ({ error_message: JSON.stringify({ faultstring: text }) });

/** What goes wrong, and the way on that the next apply takes. */
export function failureTests(ironic: () => TestIronic): void {
  test('a deployment that fails says why, and the next apply deploys anew', async () => {
    const name = freshName();
    const ws = await meet(ironic().url);
    await ws.settle(node(name));
    await ironic().fault(name, { deploy: 'no boot device' });
    expect(await ws.fails(node(name) + deployment(ref))).toContain(
      `node ${name} is in "deploy failed" and not active: Deploy step deploy.deploy failed: no boot device`,
    );
    expect((await ws.plan())['ironic_deployment.a']?.actions).toEqual(['delete', 'create']);
    await ironic().fault(name, {});
    await ws.settle(node(name) + deployment(ref));
    await end(ws);
  });

  test('a failed deployment that is untainted is tried again without cleaning', async () => {
    const name = freshName();
    const lines: string[] = [];
    const ws = await meet(ironic().url, { log: (text) => lines.push(text) });
    await ws.settle(node(name));
    await ironic().fault(name, { deploy: 'no boot device' });
    await ws.fails(node(name) + deployment(ref));
    await ironic().fault(name, {});
    await ws.ok('untaint', 'ironic_deployment.a');
    lines.length = 0;
    expect(await ws.settle(node(name) + deployment(ref))).toContain(
      `${name} is in deploy failed, and is deployed again`,
    );
    expect(lines.join('\n')).not.toMatch(/asked for (deleted|provide)/);
    await end(ws);
  });

  test('cleaning that fails says why, and the next apply cleans again', async () => {
    const name = freshName();
    const ws = await meet(ironic().url);
    await ws.settle(node(name) + deployment(ref));
    await ironic().fault(name, { clean: 'a disk cannot be erased' });
    expect(await ws.fails(node(name))).toContain('a disk cannot be erased');
    expect(await ironic().node(name)).toMatchObject({ provision_state: 'clean failed', maintenance: true });
    const plan = await ws.plan();
    expect(plan['ironic_deployment.a']?.actions).toEqual(['delete']);
    expect(plan['ironic_node.a']?.before).toMatchObject({ provision: 'clean failed' });
    await ironic().fault(name, {});
    await ws.settle(node(name));
    expect(await ironic().node(name)).toMatchObject({ provision_state: 'available', maintenance: false });
    await end(ws);
  });

  test('cleaning whose ramdisk never reports is aborted at the time limit, and the next apply begins again', async () => {
    const name = freshName();
    const ws = await meet(ironic().url);
    const limited = deployment(ref, 'timeouts = { delete = "8s" }');
    await ws.settle(node(name) + limited);
    await ironic().fault(name, { clean_wait: true });
    expect(await ws.fails(node(name))).toContain(`node ${name} was in "clean wait" until the time limit`);
    await ironic().fault(name, {});
    await ws.settle(node(name));
    expect(await ironic().node(name)).toMatchObject({ provision_state: 'available', maintenance: false });
    await end(ws);
  });

  test('an apply that is killed while a server is deployed is gone on with by the next', async () => {
    const name = freshName();
    const ws = await meet(ironic().url);
    await ws.settle(node(name));
    await ironic().fault(name, { deploy_delay: 3 });
    ws.write(node(name) + deployment(ref));
    const run = ws.run(...apply);
    while ((await ironic().node(name))['provision_state'] !== 'deploying') await sleep(50);
    process.kill(run.pid ?? 0, 'SIGKILL');
    await run;
    expect(ws.state()).not.toHaveProperty('ironic_deployment.a');
    expect(await ws.settle(node(name) + deployment(ref))).toContain('1 added, 0 changed, 0 destroyed');
    await end(ws);
  });

  test('an apply that is killed after a node was made takes that node over', async () => {
    const name = freshName();
    await ironic().request('POST', 'nodes', {
      name,
      driver: 'fake-hardware',
      deploy_interface: 'faulty',
      power_interface: 'faulty',
    });
    const ws = await meet(ironic().url);
    expect(await ws.settle(node(name))).toContain(`node ${name} was there already, as configured`);
    await end(ws);
    await ironic().request('POST', 'nodes', { name, driver: 'fake-hardware', resource_class: 'other' });
    const other = await meet(ironic().url);
    expect(await other.fails(node(name, 'resource_class = "gpu"'))).toContain(
      `Ironic has a node ${name} already`,
    );
    await other.close();
    await ironic().request('DELETE', `nodes/${name}`);
  });

  test('a node whose BMC does not answer says so, and the next apply tries again', async () => {
    const name = freshName();
    const ws = await meet(ironic().url);
    await ws.settle(node(name, 'provision = "enroll"'));
    await ironic().fault(name, { power: 'the BMC does not answer' });
    expect(await ws.fails(node(name))).toContain('the BMC does not answer');
    await ironic().fault(name, {});
    await ws.settle(node(name));
    await end(ws);
  });

  test('a locked node and a busy Ironic are asked again', async () => {
    const name = freshName();
    const locked = {
      status: 409,
      headers: {},
      body: fault(`Node ${name} is locked by host a, please retry`),
    };
    const ws = await meet(ironic().url, { between: refusing(2, /PUT .*provision/, locked) });
    await ws.settle(node(name));
    await end(ws);
    const busy = {
      status: 503,
      headers: {},
      body: fault('Requested action cannot be performed due to lack of free conductor workers.'),
    };
    const again = await meet(ironic().url, { between: refusing(2, /POST .*nodes/, busy) });
    await again.settle(node(freshName()));
    await end(again);
  });

  test('a field that the server is too old for is refused by name and version', async () => {
    const ws = await meet(ironic().url, { env: { OS_BAREMETAL_API_VERSION: '1.81' } });
    expect((await ws.says(node(freshName(), 'shard = "a"'))).text).toContain(
      'shard needs API 1.82 of Ironic, and 1.81 is spoken',
    );
    await ws.settle(node(freshName(), 'description = "an older API does for the rest"'));
    await end(ws);
  });
}
