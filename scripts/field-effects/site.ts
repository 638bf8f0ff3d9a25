import type { Definition } from '../../src/definition/definition.js';
import type { Issue } from '../../src/errors.js';
import { runGuardrails } from '../../src/guardrails/run.js';
import type { LockAction } from '../../src/model/lock/lock-actions.js';
import type { Lock } from '../../src/model/lock/lock-types.js';
import { type Resolution, resolve } from '../../src/model/resolve.js';
import type { SiteModel } from '../../src/model/types.js';
import { addRackform } from '../../src/stacks/add-rackform.js';
import { createApp } from '../../src/stacks/app.js';
import { SITE } from './definition.js';
import type { StackJson } from './plan.js';

/** A definition resolved against the lock in service, with every problem that would stop it. */
export interface Tried {
  readonly resolution: Resolution;
  readonly errors: readonly Issue[];
}

/** Resolves a definition with a lock that is in service, and runs all rules on it. */
export function tryWith(
  definition: Definition,
  lock: Lock | null,
  actions: readonly LockAction[] = [],
): Tried {
  const resolution = resolve(definition, { site: SITE, lock, baseLock: lock, actions });
  const issues = [...resolution.issues, ...runGuardrails(resolution)];
  return {
    resolution,
    errors: issues.filter(({ severity, acknowledged }) => severity === 'error' && acknowledged === undefined),
  };
}

/** The lock of a definition that was applied: everything in service, and its erase known to stand in the state. */
export function lockInService(definition: Definition): Lock {
  const first = tryWith(definition, null);
  const model = modelOf(first);
  const evidence = model.stacks.map((stack) => {
    const slots = model.clusters
      .flatMap((cluster) => cluster.slots)
      .filter((slot) => slot.stack === stack.name);
    const enrolled = model.enrolments.filter((enrolment) => enrolment.stack === stack.name);
    return {
      stack: stack.name,
      slots: new Map(
        slots.map(({ name, asset, generation, release }) => [
          name,
          { asset, generation, erase: release.erase },
        ]),
      ),
      machines: new Set(enrolled.map(({ asset }) => asset)),
      resources: 1,
    };
  });
  const applied = tryWith(definition, first.resolution.lock, [{ kind: 'applied', evidence }]);
  modelOf(applied);
  if (applied.resolution.lock === null) throw new Error('the definition of field effects has no lock');
  return applied.resolution.lock;
}

/** The model of a definition that nothing stops. */
export function modelOf({ resolution: { model }, errors }: Tried): SiteModel {
  const [error] = errors;
  if (error !== undefined) throw new Error(`${error.code}: ${error.message} (${error.at.path.join('.')})`);
  if (model === null) throw new Error('no model and no error');
  return model;
}

/** All stacks of a model, as they would be written. */
export function stacksOf(model: SiteModel): ReadonlyMap<string, StackJson> {
  // Nothing is written there: the stacks are asked, not the app.
  const app = createApp('cdktf.out');
  return new Map(
    addRackform(app, model).map((stack) => {
      stack.prepareStack();
      return [stack.node.id, plain(stack.toTerraform())] as const;
    }),
  );
}

function plain(json: unknown): StackJson {
  return JSON.parse(JSON.stringify(json)) as StackJson;
}
