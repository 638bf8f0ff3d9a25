import { groupBy } from '../../../model/group.js';
import { kernelOptions, mayRepeat } from '../../support/kernel-options.js';
import { poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A kernel option with two values. */
export const kernelKeyTwice: ModelRule = {
  tier: 'model',
  id: 'kernel/key-twice',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'a kernel option has one value',
  rationale: 'of two values Linux mostly takes the last and says nothing',
  source: 'Linux kernel documentation by general knowledge',
  *check(model) {
    yield* poolFindings(model, ['kernel', 'options'], function* (slot) {
      for (const [key, found] of groupBy(kernelOptions(slot.kernel.options), (option) => option.key)) {
        if (mayRepeat(key) || new Set(found.map(({ text }) => text)).size < 2) continue;
        yield `sets kernel option ${found.map(({ text }) => text).join(' and ')}`;
      }
    });
  },
};
