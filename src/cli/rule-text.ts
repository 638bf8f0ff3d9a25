import type { Guardrail } from '../guardrails/types.js';

/** How to accept what a rule found. */
export function acknowledgementHelp({ id, mayAcknowledge }: Guardrail): string {
  if (!mayAcknowledge) return 'It cannot be acknowledged: what it finds does not work.';
  return `To accept a finding, say why in the site or the cluster:
  acknowledge:
    - { rule: ${id}, subject: WHAT-THE-FINDING-NAMES, reason: "why it is all right here" }`;
}

/** All that is known of a rule, as text. */
export function ruleHelp(rule: Guardrail): string {
  return `${rule.rationale}\n\nSource: ${rule.source}\n\n${acknowledgementHelp(rule)}`;
}
