import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readPlan } from '../../src/review/plan/plan-file.js';
import { reviewOf } from '../../src/review/review.js';
import { changeJson, known, listed, noDefinition, planJson } from '../review/support/plan-json.js';

const folder = mkdtempSync(join(tmpdir(), 'review-speed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A plan of a claim of so many machines, each tenth of them reimaged, with all that Terraform prints thrice. */
function planOf(machines: number): string {
  const all = Array.from({ length: machines }, (_, index) => {
    const id = `sys${index}`;
    const name = `a-gpu-${index}`;
    const asset = `gpu-${index}`;
    const isReimaged = index % 10 === 0;
    const user_data = '#cloud-config\n'.padEnd(2000, 'x');
    const nic = (nicName: string) => ({ id: `${index}`, machine: id, name: nicName, mtu: 9000, vlan: 12 });
    const parts = [
      [`terraform_data.${name}`, { id, input: { asset, generation: 1 } }],
      [
        `maas_instance.${name}`,
        {
          id,
          allocate_params: [{ system_id: id }],
          deploy_params: [{ user_data }],
          release_params: [{ erase: true }],
        },
      ],
      ...['eno1', 'eno2', 'bond0', 'in-band'].map(
        (nicName) => [`maas_network_interface_physical.${name}_${nicName}`, nic(nicName)] as const,
      ),
    ] as const;
    return parts.map(([address, before]) => {
      const isTrigger = address.startsWith('terraform_data');
      const after = isTrigger && isReimaged ? { ...before, input: { asset, generation: 2 } } : before;
      const actions = !isReimaged ? ['no-op'] : isTrigger ? ['update'] : ['delete', 'create'];
      const more = isReimaged && !isTrigger ? { action_reason: 'replace_by_triggers' } : {};
      return { known: known(address, before), change: changeJson({ address, actions, before, after, more }) };
    });
  }).flat();
  const names = Object.fromEntries(
    Array.from({ length: machines }, (_, index) => [`gpu-${index}`, `sys${index}`]),
  );
  const resources = all.map((one) => one.known);
  const plan = planJson({ prior: [...resources, listed(names)] });
  const outputs = { rackform_stack: { value: 'dc1-a-claim-01' } };
  return JSON.stringify({
    ...plan,
    planned_values: { outputs, root_module: { resources } },
    resource_changes: all.map(({ change }) => change),
  });
}

test('10,000 machines are reviewed in 1.5 times what reading and parsing takes, plus a second', () => {
  const file = join(folder, 'plan.json');
  writeFileSync(file, planOf(10_000));
  const timed = <T>(run: () => T): readonly [T, number] => {
    const start = performance.now();
    const result = run();
    return [result, performance.now() - start];
  };
  const parse = () => JSON.parse(readFileSync(file, 'utf8')) as unknown;
  // The first of all pays for what both need.
  parse();
  const [, parsing] = timed(parse);
  const [review, reviewing] = timed(() => {
    const { plan } = readPlan(readFileSync(file, 'utf8'), file);
    if (plan === null) throw new Error('the plan was not read');
    return reviewOf({ ...noDefinition, plans: [plan] });
  });
  expect(review.verdict.counts).toMatchObject({ reimage: 1000, wipe: 0, unknown: 0 });
  expect(reviewing).toBeLessThan(parsing * 1.5 + 1000);
});
