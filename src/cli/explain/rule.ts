import type { Guardrail } from '../../guardrails/types.js';
import type { CodeText } from '../codes.js';
import { acknowledgementHelp } from '../rule-text.js';
import type { Answer } from './answer.js';

/** What a guardrail is for. */
export function explainRule(rule: Guardrail): Answer {
  return {
    kind: 'rule',
    name: rule.id,
    site: null,
    facts: [
      { label: 'holds', value: rule.title },
      { label: 'severity', value: rule.severity },
      { label: 'why', value: rule.rationale },
      { label: 'source', value: rule.source },
    ],
    text: acknowledgementHelp(rule),
  };
}

/** What a code of a message means. */
export function explainCode(code: string, { means, fix }: CodeText): Answer {
  return {
    kind: 'code',
    name: code,
    site: null,
    facts: [
      { label: 'means', value: means },
      { label: 'what to do', value: fix },
    ],
    text: 'It is a mistake in what was written, so it cannot be acknowledged.',
  };
}
