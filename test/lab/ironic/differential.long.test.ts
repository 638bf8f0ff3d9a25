import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ironicProvider } from '../../../src/ironic-provider/provider.js';
import { labRackformProvider } from '../../../src/lab/ironic/rackform/provider.js';
import { installedOrNull, type TestIronic, testIronic } from '../../ironic-provider/support/ironic.js';
import { apply, openWorkspace, type Workspace } from '../../protocol/support/terraform.js';
import { randomConfigurations } from './random-configurations.js';
import { IronicWorkspace } from './workspace.js';

/** Seeds to try: more by e.g. RACKFORM_SEEDS=1,2,3. */
const seeds = (process.env['RACKFORM_SEEDS'] ?? '1,2,3,4,5,6').split(',').map(Number);

const installed = await installedOrNull();

type Values = Readonly<Record<string, unknown>>;

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

function withoutIds<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replace(uuid, 'UUID')) as T;
}

/** What stands in a state, but for ids, and for the interfaces that the two are set up with differently. */
function comparable(state: Readonly<Record<string, Values>>): object {
  return withoutIds(
    Object.fromEntries(
      Object.entries(state).map(([address, values]) => [
        address,
        Object.fromEntries(Object.entries(values).filter(([name]) => !name.endsWith('_interface'))),
      ]),
    ),
  );
}

/** First lines of the errors, sorted: they come in whatever order Terraform works in. */
function errorsIn(text: string): readonly string[] {
  const lines = text.replace(/\n(?=[^\n│╷╵])/g, '\n').split('\n');
  const found = lines.flatMap((line) => /Error: (.*)$/.exec(line)?.[1]?.trim() ?? []);
  return withoutIds(found.sort());
}

interface Seen {
  readonly plan: Values;
  readonly planErrors: readonly string[];
  readonly isApplied: boolean;
  readonly state: object;
  readonly left: Values;
}

async function actionsOf(
  ws: Workspace,
): Promise<{ readonly plan: Values; readonly errors: readonly string[] }> {
  const { code, text } = await ws.run('plan', '-no-color', '-input=false', '-out=plan');
  if (code !== 0) return { plan: {}, errors: errorsIn(text) };
  const { resource_changes: changes = [] } = JSON.parse(await ws.ok('show', '-json', 'plan')) as {
    resource_changes?: readonly {
      readonly address: string;
      readonly change: { readonly actions: readonly string[] };
    }[];
  };
  const plan = changes.map(({ address, change }) => [address, change.actions.join(' ')] as const);
  return { plan: Object.fromEntries(plan.filter(([, actions]) => actions !== 'no-op')), errors: [] };
}

/** Plans and applies one configuration, and plans again. */
async function step(ws: Workspace, hcl: string): Promise<Seen> {
  ws.write(hcl);
  const { plan, errors } = await actionsOf(ws);
  const { code } = errors.length > 0 ? { code: 1 } : await ws.run(...apply);
  const { plan: left } = await actionsOf(ws);
  return {
    plan,
    planErrors: errors,
    isApplied: code === 0,
    state: comparable(ws.state()),
    left: errors.length > 0 ? {} : left,
  };
}

describe.skipIf(installed === null)('the lab and a real Ironic', { timeout: 900_000 }, () => {
  let ironic: TestIronic;
  beforeAll(async () => {
    if (installed !== null) ironic = await testIronic(installed);
  });
  afterAll(async () => ironic?.stop());

  test.each(seeds)(
    'plan, apply and refuse the same, by the random configurations of seed %i',
    async (seed) => {
      const world = await IronicWorkspace.open('rackform');
      const lab = await openWorkspace(
        labRackformProvider(() => world.ironic),
        '',
        6,
        'rackform/ironic',
      );
      const env = { OS_ENDPOINT: ironic.url };
      const real = await openWorkspace(ironicProvider({ env, log: () => {} }), '', 6, 'rackform/ironic');
      for (const [index, hcl] of randomConfigurations(seed).entries()) {
        const [simulated, measured] = await Promise.all([step(lab, hcl), step(real, hcl)]);
        expect(simulated, `seed ${seed}, step ${index}\n${hcl}`).toEqual(measured);
      }
      for (const ws of [lab, real]) {
        await ws.ok('destroy', '-auto-approve', '-no-color');
        await ws.close();
      }
      await world.close();
    },
  );
});
