import { describe, expect, test } from 'vitest';
import type { Definition } from '../../src/definition/definition.js';
import { loadProject } from '../../src/inventory/load.js';
import type { Lock } from '../../src/model/lock/lock-types.js';
import { findSlot } from '../../src/model/model.js';
import { resolve } from '../../src/model/resolve.js';
import type { SiteModel } from '../../src/model/types.js';
import { userData } from '../../src/software/first-boot/user-data.js';
import { fromRoot } from '../support/project-root.js';
import { type Synthesized, synth } from '../support/synth.js';

interface Editable {
  readonly clusters: Record<string, Record<string, unknown>>;
  readonly project: { readonly deployments: { cluster: string; site: string; options?: object }[] };
}

function changed(example: string, change: (definition: Editable) => void): Definition {
  const { definition } = loadProject(fromRoot('examples', example));
  const copy = structuredClone({ ...definition, locate: undefined }) as unknown as Editable;
  change(copy);
  return copy as unknown as Definition;
}

function resolved(definition: Definition, site: string, lock: Lock | null) {
  const { model, lock: next, issues } = resolve(definition, { site, lock });
  if (model === null || next === null) throw new Error(issues.map(({ message }) => message).join('; '));
  return { model, lock: next };
}

const isDeployment = /^(?:maas_instance|ironic_deployment)$/;

/** What decides of a server whether it is replaced: its deployment, and the trigger that it waits for. */
function deploymentsIn({ stacks }: Synthesized): ReadonlyMap<string, unknown> {
  const found = Object.values(stacks).flatMap(({ resource = {} }) =>
    Object.entries(resource).flatMap(([type, blocks]) =>
      isDeployment.test(type)
        ? Object.entries(blocks).map(
            ([slot, block]) => [slot, [block, resource['terraform_data']?.[slot]]] as const,
          )
        : [],
    ),
  );
  return new Map(found);
}

const userDataOf = (model: SiteModel, slots: Iterable<string>) =>
  [...slots].map((name) => {
    const slot = findSlot(model, name);
    return slot === undefined ? null : userData(slot, model);
  });

describe.each([
  {
    example: 'training',
    site: 'dc1',
    cluster: 'train-a',
    fewer: { gpuNodes: 4 },
    older: { amd: { rocm: '7.1.1' } },
    newer: { amd: { rocm: '7.2.3' } },
  },
  {
    example: 'inference',
    site: 'dc3',
    cluster: 'serve',
    fewer: { migNodes: 1 },
    older: { nvidia: { driver: '580.95.05' } },
    newer: { nvidia: { driver: '580.126.20' } },
  },
])('what decides of the servers of $example at $site', ({ example, site, cluster, fewer, older, newer }) => {
  const withSoftware = (software: object, options: object = {}) =>
    changed(example, ({ clusters, project }) => {
      const own = clusters[cluster] ?? {};
      own['software'] = software;
      const deployment = project.deployments.find((one) => one.cluster === cluster && one.site === site);
      if (deployment !== undefined) deployment.options = { ...deployment.options, ...options };
    });
  const before = resolved(withSoftware(older, fewer), site, null);
  const stacks = synth(before.model);
  const deployments = deploymentsIn(stacks);

  test('is the same with another version of the driver, as is all Terraform', () => {
    const { model, lock } = resolved(withSoftware(newer, fewer), site, before.lock);
    expect(synth(model).stacks).toEqual(stacks.stacks);
    expect(lock).toEqual(before.lock);
  });

  test('is the same with more machines beside them', () => {
    const { model } = resolved(withSoftware(older), site, before.lock);
    const grown = deploymentsIn(synth(model));
    expect(grown.size).toBeGreaterThan(deployments.size);
    for (const [slot, blocks] of deployments) expect(grown.get(slot), slot).toEqual(blocks);
    expect(userDataOf(model, deployments.keys())).toEqual(userDataOf(before.model, deployments.keys()));
  });
});
