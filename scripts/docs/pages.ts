import { fieldEffects } from '../../src/facts/field-effects.js';
import { rulesMarkdown } from '../../src/guardrails/doc.js';
import { fieldEffectsPage } from '../field-effects/page.js';
import { cliPage } from './cli.js';
import { definitionPage } from './definition.js';
import { effectsPage } from './effects.js';
import { hardwarePage } from './hardware.js';
import { ironicLimitsPage } from './ironic-limits.js';
import { ironicProviderPages } from './ironic-provider.js';
import { maasLimitsPage } from './maas-limits.js';
import { provisionersPage } from './provisioners.js';

/** Every generated page by its path in the project. */
export function pages(): Readonly<Record<string, string>> {
  return {
    'docs/reference/cli.md': cliPage(),
    'docs/reference/definition.md': definitionPage(),
    'docs/reference/effects.md': effectsPage(),
    'docs/reference/field-effects.md': fieldEffectsPage(fieldEffects),
    'docs/reference/hardware.md': hardwarePage(),
    'docs/reference/ironic-limits.md': ironicLimitsPage(),
    'docs/reference/maas-limits.md': maasLimitsPage(),
    'docs/reference/provisioners.md': provisionersPage(),
    ...ironicProviderPages(),
    'docs/rules.md': rulesMarkdown(),
  };
}
