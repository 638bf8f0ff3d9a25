import { expect, test } from 'vitest';
import { deployment, freshName, meet, node, type TestIronic } from '../support/ironic.js';

/** Names are traits: upper case, and no dash. */
const freshTrait = () => `CUSTOM_${freshName().toUpperCase().replace('-', '_')}`;

function template(name: string, steps: string): string {
  return `resource "ironic_deploy_template" "a" {\n  name = "${name}"\n  steps = [${steps}]\n}\n`;
}

function runbook(name: string, steps: string, more = ''): string {
  return `resource "ironic_runbook" "a" {\n  name = "${name}"\n  steps = [${steps}]\n  ${more}\n}\n`;
}

const settings =
  '{ interface = "bios", step = "apply_configuration", args = { settings = [] }, priority = 150 }';
const memory = '{ interface = "deploy", step = "burnin_memory", order = 1 }';
const disk = '{ interface = "deploy", step = "burnin_disk", order = "2" }';

/** Steps under a name: deploy templates and runbooks. */
export function stepsTests(ironic: () => TestIronic): void {
  test('deploy templates and runbooks are made, changed, imported by name and gone, each with nothing left to plan', async () => {
    const [one, other] = [freshTrait(), freshTrait()];
    const ws = await meet(ironic().url);
    await ws.settle(template(one, settings) + runbook(other, `${disk}, ${memory}`));
    expect((await ironic().request('GET', `runbooks/${other}`))['steps']).toHaveLength(2);

    const extended = template(
      one,
      `${settings}, { interface = "raid", step = "delete_configuration", args = {}, priority = 0 }`,
    );
    const alone = runbook(other, memory, 'disable_ramdisk = true\n extra = { ticket = "4711" }');
    await ws.settle(extended + alone);
    expect((await ironic().request('GET', `deploy_templates/${one}`))['steps']).toHaveLength(2);
    expect(await ironic().request('GET', `runbooks/${other}`)).toMatchObject({
      disable_ramdisk: true,
      extra: { ticket: '4711' },
      steps: [{ step: 'burnin_memory', args: {}, order: 1 }],
    });

    await ws.ok('state', 'rm', 'ironic_deploy_template.a', 'ironic_runbook.a');
    await ws.ok('import', '-no-color', 'ironic_deploy_template.a', one);
    await ws.ok('import', '-no-color', 'ironic_runbook.a', other);
    const actions = Object.entries(await ws.plan()).map(([address, change]) => [address, change.actions]);
    expect(Object.fromEntries(actions)).toEqual({
      'ironic_deploy_template.a': ['no-op'],
      'ironic_runbook.a': ['no-op'],
    });

    await ws.settle('');
    await expect(ironic().request('GET', `runbooks/${other}`)).rejects.toThrow('404');
    await expect(ironic().request('GET', `deploy_templates/${one}`)).rejects.toThrow('404');
    await ws.close();
  });

  test('what was left by an interrupted apply is taken over, and what others made is not', async () => {
    const name = freshTrait();
    const ws = await meet(ironic().url);
    const steps = [{ interface: 'deploy', step: 'burnin_memory', order: 1 }];
    await ironic().request('POST', 'runbooks', { name, steps });
    expect(await ws.fails(runbook(name, disk))).toContain(`import it: terraform import ADDRESS ${name}`);
    expect(await ws.settle(runbook(name, memory))).toContain('was there already, as configured');
    await ws.ok('destroy', '-auto-approve', '-no-color');
    await ws.close();
  });

  test('a release does its clean steps, or its runbook, before anybody else gets the node', async () => {
    const asked: unknown[] = [];
    const ws = await meet(ironic().url, {
      between: (request, next) => {
        if (request.url.endsWith('/states/provision')) asked.push(request.body);
        return next(request);
      },
    });
    const [name, trait] = [freshName(), freshTrait()];
    const reset = { interface: 'bios', step: 'factory_reset' };
    const bare = node(name, `bios_interface = "fake"\n traits = ["${trait}"]`);
    const steps = `release_clean_steps = [{ interface = "bios", step = "factory_reset" }]`;
    await ws.settle(bare + deployment('ironic_node.a.id', steps));
    asked.length = 0;
    await ws.settle(bare);
    expect(asked).toMatchObject([
      { target: 'deleted' },
      { target: 'manage' },
      { target: 'clean', clean_steps: [reset] },
      { target: 'provide' },
    ]);
    const book = runbook(trait, '{ interface = "bios", step = "factory_reset", order = 1 }');
    const released = 'release_runbook = ironic_runbook.a.name';
    await ws.settle(bare + book + deployment('ironic_node.a.id', released));
    asked.length = 0;
    await ws.settle(bare + book);
    expect(asked).toMatchObject([
      { target: 'deleted' },
      { target: 'manage' },
      { target: 'clean', runbook: trait },
      { target: 'provide' },
    ]);
    expect(await ironic().node(name)).toMatchObject({ provision_state: 'available', last_error: null });
    await ws.settle('');
    await ws.close();
  });

  test('what Ironic would refuse of steps and names is said by the plan, all at once', async () => {
    const ws = await meet(ironic().url);
    const twice = await ws.says(template('CUSTOM_A', `${settings}, ${settings}`));
    expect(twice).toMatchObject({ code: 1, text: expect.stringContaining('bios.apply_configuration twice') });
    const wrong = await ws.says(
      runbook(
        'CUSTOM_A',
        '{ interface = "boot", step = "x", order = 1 }, { interface = "deploy", step = "x" }',
      ),
    );
    expect(wrong.text).toContain('steps[0].interface is "boot": there are bios, deploy, firmware');
    expect(wrong.text).toContain('steps[1].order is no whole number of 0 or more');
    const lower = await ws.says(template('quiet', settings));
    expect(lower.text).toContain('name of the deploy template is "quiet": it must be a trait');
    await ws.close();
  });
}
