import type { Limit, LimitOutcome } from '../../src/facts/providers/supports.js';
import { cell, sentence } from './markdown.js';

const outcomes: Readonly<Record<LimitOutcome, string>> = {
  'cannot-be-said': 'no resource or attribute says it',
  'refused-at-plan': 'Terraform stops before anything is touched',
  'refused-at-apply': 'the plan passes, the apply stops in the middle',
  'done-wrongly': 'the apply succeeds, and something else than asked was done',
  'never-settles': 'every plan after it wants the same change again',
};

/** One limit of a provisioner: a heading by its id, what becomes of it left alone, and the way out. */
export function limitSection(
  [id, limit]: readonly [string, Limit],
  more: readonly string[] = [],
): readonly string[] {
  return [
    `### ${id}`,
    '',
    cell(sentence(limit.text)),
    '',
    `- Left alone: ${outcomes[limit.outcome]}.`,
    `- Instead: ${cell(limit.instead)}.`,
    ...more,
    `- Source (${limit.certainty}): ${cell(limit.source)}.`,
    '',
  ];
}
