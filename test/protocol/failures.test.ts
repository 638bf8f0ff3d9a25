import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../src/protocol/provider.js';
import { reattachProviders } from '../../src/protocol/reattach.js';
import { apply, openWorkspace, terraform, type Workspace } from './support/terraform.js';
import { type ToyClient, type ToyWorld, toyProvider, toyWorld } from './support/toy.js';

let world: ToyWorld;
let work: Workspace;

beforeEach(async () => {
  world = toyWorld();
  work = await openWorkspace(toyProvider(world));
});

afterEach(async () => {
  await work.close();
});

const machine = (name: string, body = ''): string =>
  `resource "toy_machine" "a" {\n  name = "${name}"\n${body}\n}\n`;
const lines = (): string => work.log.map(({ level, text }) => `${level}: ${text}`).join('\n');

/** Terraform breaks its messages at the width of a terminal. */
const flat = (text: string): string => text.replace(/[\s│╷╵]+/g, ' ');

async function refused(...args: readonly string[]): Promise<string> {
  const { code, text } = await work.run(...args, '-no-color');
  expect(code).toBe(1);
  return flat(text);
}

describe('diagnostics', () => {
  test('point at the line of an attribute, also in a list of blocks and in a map', async () => {
    work.write(
      machine(
        'forbidden',
        'disk {\n path = "/a"\n}\ndisk {\n path = "/b"\n gib  = 0\n}\nlabels = { bad = "1" }',
      ),
    );
    const text = await refused('validate');
    expect(text).toContain(
      'Error: Name is taken with toy_machine.a, on main.tf line 9, in resource "toy_machine" "a": 9: name = "forbidden" Ask another.',
    );
    expect(text).toMatch(/Error: Empty disk .* on main.tf line 15, .* gib = 0/);
    expect(text).toMatch(/Error: Bad label .* on main.tf line 17, .* labels = \{ bad = "1" \}/);
  });

  test('point at the resource where the place is inside a set', async () => {
    work.write(machine('a', 'nic {\n mac = "none"\n}'));
    expect(await refused('validate')).toMatch(/Error: No such MAC with toy_machine.a, on main.tf line 8/);
  });

  test('may be warnings, which stop nothing', async () => {
    work.write(machine('a', 'size = 13'));
    expect(flat(await work.ok(...apply, '-no-color'))).toContain('Warning: Unlucky size');
    expect(world.done).toEqual(['create a at null']);
  });

  test('of the configuration of the provider stop before any resource', async () => {
    work.write(`provider "toy" {\n  endpoint = "closed"\n}\n${machine('a')}`);
    expect(await refused('plan')).toMatch(/Error: Nobody answers with provider.* on main.tf line 9/);
  });

  test('of a data source are shown at its block', async () => {
    work.write('data "toy_machine" "a" {\n  name = "b"\n}\n');
    expect(await refused('plan')).toMatch(/Error: No machine is called b .* on main.tf line 9/);
  });

  test('of an import by an id that is not there, and of a type without import', async () => {
    work.write(machine('a'));
    expect(await refused('import', 'toy_machine.a', 'm-9')).toContain('Error: No machine m-9');
    work.write('resource "toy_link" "a" {\n  machine_id = "m"\n}\n');
    expect(await refused('import', 'toy_link.a', 'l-1')).toContain('toy_link cannot be imported');
  });
});

describe('what is recorded after an error', () => {
  test('nothing where a create was refused', async () => {
    work.write(machine('refused'));
    expect(await refused(...apply)).toMatch(/Error: The rack is full .* on main.tf line 9/);
    expect(work.state()).toEqual({});
  });

  test('a tainted resource where a create was half done: the next apply replaces it', async () => {
    work.write(machine('half'));
    expect(await refused(...apply)).toContain('Error: Only half of it was made');
    expect(work.state()['toy_machine.a']).toMatchObject({ id: 'm-half' });
    expect((await work.plan())['toy_machine.a']?.actions).toEqual(['delete', 'create']);
  });

  test('the state before where an update or a delete failed', async () => {
    work.write(machine('a', 'size = 99'));
    await work.ok(...apply);
    expect(await refused('destroy', '-auto-approve')).toContain('Error: Still deployed');
    work.write(machine('a', 'size = 66'));
    expect(await refused(...apply)).toContain('Error: Cannot be resized');
    expect(work.state()['toy_machine.a']).toMatchObject({ size: 99 });
  });

  test('the state before where the provider throws, which is logged with its place', async () => {
    world.onCreate = async () => {
      throw new RangeError('out of racks');
    };
    work.write(machine('a'));
    expect(await refused(...apply)).toMatch(
      /The provider failed: ApplyResourceChange of toy_machine .* out of racks/,
    );
    expect(work.state()).toEqual({});
    expect(lines()).toMatch(
      /error: ApplyResourceChange of toy_machine failed: RangeError: out of racks\n +at /,
    );
    world.onCreate = async () => {};
    await work.ok(...apply);
  });
});

test('an answer that does not fit the schema is an error that names the place, not the value', async () => {
  const toy = toyProvider(world);
  const server = toy.resources['toy_machine'];
  if (server === undefined) throw new Error('the toy has no machine');
  const wrong: Provider<ToyClient> = {
    ...toy,
    resources: {
      ...toy.resources,
      toy_machine: {
        ...server,
        apply: ({ planned }) => ({ state: { ...planned, id: 'm', zone: 7, address: 'hunter2' } }),
      },
    },
  };
  const other = await openWorkspace(wrong, machine('a'));
  try {
    const { code, text } = await other.run(...apply);
    expect(code).toBe(1);
    expect(flat(text)).toMatch(
      /A value does not fit the schema.* zone: a string is required, but a number was given/,
    );
    expect(other.log.map((entry) => entry.text).join()).not.toContain('hunter2');
  } finally {
    await other.close();
  }
});

describe('a terraform that stops', () => {
  const waiting = () => {
    let started = (): void => {};
    const running = new Promise<void>((resolve) => {
      started = resolve;
    });
    world.onCreate = (_, signal) =>
      new Promise((_resolve, reject) => {
        started();
        signal.addEventListener('abort', () => reject(new Error('was told to stop')));
      });
    work.write(machine('a'));
    const env = {
      TF_REATTACH_PROVIDERS: reattachProviders([{ source: 'example/toy', socket: work.socket }], process.pid),
    };
    return { run: terraform(work.folder, apply, env), running };
  };

  test('by an interrupt lets the provider end its calls', async () => {
    const { run, running } = waiting();
    await running;
    process.kill(run.pid ?? 0, 'SIGINT');
    const { code, text } = await run;
    expect(code).toBe(1);
    expect(flat(text)).toContain('was told to stop');
    expect(lines()).toContain('info: Terraform was interrupted and asks to stop');
  });

  test('by being killed aborts its calls, is logged, and leaves the server to the next one', async () => {
    const { run, running } = waiting();
    await running;
    process.kill(run.pid ?? 0, 'SIGKILL');
    await run;
    await expect.poll(lines).toContain('warn: the client went away during ApplyResourceChange');
    await expect.poll(lines).toContain('was told to stop');
    world.onCreate = async () => {};
    await work.ok(...apply, '-lock=false');
    expect(work.state()['toy_machine.a']).toMatchObject({ id: 'm-a' });
  });
});

describe('protocol version 5', () => {
  test('serves a schema without attributes of attributes', async () => {
    const toy = toyProvider(world);
    const { toy_link: _, ...resources } = toy.schema.resources;
    const provider = { ...toy, schema: { ...toy.schema, resources } };
    const five = await openWorkspace(
      provider,
      `${machine('a', 'size = 2')}data "toy_machine" "a" {\n  name = toy_machine.a.name\n}\n`,
      5,
    );
    try {
      await five.ok(...apply);
      expect((await five.run('plan', '-detailed-exitcode')).code).toBe(0);
      await five.ok('destroy', '-auto-approve');
    } finally {
      await five.close();
    }
  });

  test('says which types need version 6 where there are any', async () => {
    const five = await openWorkspace(toyProvider(world), machine('a'), 5);
    try {
      const { code, text } = await five.run('plan', '-no-color');
      expect(code).toBe(1);
      expect(flat(text)).toContain('The provider needs version 6 of the plugin protocol');
      expect(five.log).toContainEqual({
        level: 'error',
        text: 'wrong protocol version: Terraform asked by version 5, but toy_link can only be described in version 6.',
      });
    } finally {
      await five.close();
    }
  });
});
