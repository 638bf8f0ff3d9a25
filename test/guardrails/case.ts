import { groupFindings } from '../../src/guardrails/group-findings.js';
import type { Guardrail } from '../../src/guardrails/types.js';
import type { SiteModel } from '../../src/model/types.js';
import type { Mutable } from '../support/inventory-fixture.js';

/** One change of the sound model, and what a rule finds then. */
export interface Case {
  readonly rule: string;
  readonly title: string;
  readonly change: (model: Mutable<SiteModel>) => void;
  /** Each finding as `subject | message | document:path`. */
  readonly finds: readonly string[];
}

/** What a rule finds in a model, grouped by cause, as `subject | message | document:path`. */
export function findingsOf(rule: Guardrail, model: SiteModel): readonly string[] {
  if (rule.tier === 'allocation' || rule.tier === 'project')
    throw new Error(`${rule.id} has no check of one model`);
  const found = rule.tier === 'inventory' ? rule.check(model.site) : rule.check(model);
  return groupFindings([...found]).map(
    ({ subject, message, at }) => `${subject} | ${message} | ${at.document}:${at.path.join('.')}`,
  );
}
