import type { Definition } from '../../src/definition/definition.js';
import type { Lock } from '../../src/model/lock/lock-types.js';
import type { SiteModel } from '../../src/model/types.js';
import type { StackJson } from './plan.js';
import { modelOf, stacksOf, tryWith } from './site.js';

/** The site that changes are made to: in service, with all that it was applied from. */
export interface Base {
  readonly definition: Definition;
  readonly lock: Lock;
  readonly model: SiteModel;
  readonly stacks: ReadonlyMap<string, StackJson>;
}

/** A base of a definition, in service. */
export function baseOf(definition: Definition, lock: Lock): Base {
  const model = modelOf(tryWith(definition, lock));
  return { definition, lock, model, stacks: stacksOf(model) };
}
