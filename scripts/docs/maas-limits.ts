import { MAAS_PROVIDER_FEATURES } from '../../src/facts/providers/maas-features.js';
import {
  type Limit,
  MAAS_LIMITS,
  MAAS_PROVIDER,
  MAAS_SERVER_FEATURES,
} from '../../src/facts/providers/supports.js';
import { limitSection } from './limits.js';
import { cell, choice, code, GENERATED, page, sentence, table } from './markdown.js';

/** `docs/reference/maas-limits.md`: what the MAAS provider cannot do, and which versions are refused. */
export function maasLimitsPage(): string {
  const { source, target, minimum, below, constraint, older, refused } = MAAS_PROVIDER;
  return page([
    '# What MAAS and its provider cannot do',
    '',
    GENERATED,
    '',
    `rackform knows these before it synthesizes: what a definition asks for and the provider cannot do is refused by \`rackform check\`,`,
    'at the line that asks for it, and what only Terraform could run into is kept out of the Terraform that is written.',
    '*Measured* means run against a real MAAS, *read* means seen in the source.',
    '',
    '## Versions',
    '',
    `Written for ${code(source)} ${target}; ${minimum} and later are accepted below ${below} (${code(constraint)}).`,
    '',
    ...table(
      ['Refused', 'Why'],
      refused.map(({ versions, reason }) => [choice(versions.map(String)), cell(sentence(reason))]),
    ),
    ...table(
      ['Needs MAAS', 'For'],
      Object.values(MAAS_SERVER_FEATURES).map(({ since, text }) => [`${since} or later`, cell(text)]),
    ),
    `## What ${older.target} does not have`,
    '',
    `A site may also say ${code(`providerVersion: ${older.target}`)} (${code(older.constraint)}). What that release lacks is refused with the`,
    'oldest version that is known to have it, and left out of the Terraform where nothing is asked. Nothing of it was run against a MAAS:',
    'the facts are its schema and its source, and the Terraform that is written for it is checked against that schema. It also calls 2^30',
    'bytes a gigabyte where newer ones say 10^9; rackform writes no sizes. The lab serves 2.8 whatever a site says: `rackform lab run` plans and',
    'applies what is written for 2.4, and a mirror of `lab install` has no 2.4 for Terraform to find.',
    '',
    ...table(
      ['Has no', 'There in', 'Instead'],
      Object.values(MAAS_PROVIDER_FEATURES).map(({ text, since, instead }) => [
        cell(text),
        since,
        cell(sentence(instead)),
      ]),
    ),
    '## Limits',
    '',
    ...Object.entries<Limit>(MAAS_LIMITS).flatMap((entry) => limitSection(entry)),
  ]);
}
