import { kernelOptions, mayRepeat } from '../../support/kernel-options.js';
import { poolFindings } from '../../support/slots.js';
import type { ModelRule } from '../../types.js';

/** A kernel option that MAAS sets for all machines and a pool sets otherwise. */
export const kernelGlobalConflict: ModelRule = {
  tier: 'model',
  id: 'kernel/global-conflict',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'kernel options of a pool do not contradict those MAAS sets for all machines',
  rationale:
    'MAAS writes its own kernel_opts first and the options of tags after it in the order of tag names; the last of two values mostly wins',
  source: 'read in the MAAS source (kernel options of tags)',
  *check(model) {
    const text = model.site.provisioner.settings.find(({ key }) => key === 'kernel_opts')?.value ?? '';
    const global = kernelOptions(text.split(/\s+/).filter((option) => option !== ''));
    yield* poolFindings(model, ['kernel', 'options'], function* (slot) {
      for (const option of kernelOptions(slot.kernel.options)) {
        const other = global.find(({ key, value }) => key === option.key && value !== option.value);
        if (other === undefined || mayRepeat(option.key)) continue;
        yield `sets kernel option ${option.text}, and kernel_opts of MAAS sets ${other.text}`;
      }
    });
  },
};
