import { type IronicHardwareType, ironicHardware } from '../../src/facts/ironic-hardware.js';
import { IRONIC_RELEASES } from '../../src/facts/ironic-releases.js';
import {
  IRONIC_DIALECTS,
  type IronicDialectFacts,
  ironicDialects,
} from '../../src/facts/providers/ironic-dialects.js';
import { IRONIC_LIMITS, type IronicLimit } from '../../src/facts/providers/ironic-supports.js';
import { limitSection } from './limits.js';
import { cell, choice, code, GENERATED, page, sentence, table } from './markdown.js';

const secretWords: Readonly<Record<IronicDialectFacts['secrets'], string>> = {
  state: 'from a sensitive variable; in the state',
  'write-only': 'from an ephemeral variable; in no plan and no state',
  none: 'set in Ironic by hand',
};

function dialectRows(): readonly (readonly string[])[] {
  const of = (text: (dialect: (typeof IRONIC_DIALECTS)[number]) => string) => IRONIC_DIALECTS.map(text);
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['Versions', of((name) => code(ironicDialects[name].constraint))],
    ['Terraform', of((name) => code(ironicDialects[name].terraform ?? '>= 1.4.0'))],
    ['Nodes', of((name) => code(ironicDialects[name].nodeType))],
    [
      'Ports',
      of((name) =>
        ironicDialects[name].ports === 'inline'
          ? 'in their node: MAC address, and whether it boots'
          : `${code('ironic_port')} each, with switch, port and physical network`,
      ),
    ],
    ['BMC user and password', of((name) => secretWords[ironicDialects[name].secrets])],
    [
      'Network of a slot',
      of((name) => (ironicDialects[name].values === 'nested' ? 'network data' : 'user data (netplan)')),
    ],
    [
      'Needs a static address a slot',
      of((name) => (ironicDialects[name].needsFixedIps ? 'yes, or the image is not sent' : 'no')),
    ],
    [
      'Limit of a change of state',
      of((name) => {
        const minutes = ironicDialects[name].stateChangeMinutes;
        return minutes === null ? 'none' : `${minutes} minutes`;
      }),
    ],
  ];
  return rows.map(([what, cells]) => [what, ...cells]);
}

function hardwareRows(): readonly (readonly string[])[] {
  const types = Object.keys(ironicHardware) as IronicHardwareType[];
  return types.map((type) => {
    const { removedIn, notWritten, interfaces } = ironicHardware[type];
    const state = removedIn === undefined ? 'there' : `removed in ${removedIn}`;
    const checked =
      notWritten !== undefined
        ? cell(sentence(`not written: ${notWritten}`))
        : interfaces === undefined
          ? 'Not checked.'
          : Object.keys(interfaces).join(', ');
    return [code(type), state, checked];
  });
}

/** `docs/reference/ironic-limits.md`: what Ironic and its providers cannot do, by dialect. */
export function ironicLimitsPage(): string {
  return page([
    '# What Ironic and its providers cannot do',
    '',
    GENERATED,
    '',
    'rackform knows these before it synthesizes: what a definition asks for and cannot be done is refused by `rackform check`, at the',
    'line that asks for it, and what only Terraform could run into is kept out of the Terraform that is written.',
    '*Measured* means run against a real Ironic, *read* means seen in source or documentation.',
    '',
    'Ironic manages nodes and nothing else: no VLAN, subnet, DHCP or DNS record is made, and the network stack of a site is empty.',
    '',
    '## Dialects',
    '',
    'Two public providers speak to Ironic, and rackform’s own. `provisioner.dialect` chooses one, and a site in service keeps it.',
    '',
    ...table(['', ...IRONIC_DIALECTS.map(code)], dialectRows()),
    ...table(
      ['Refused', 'Why'],
      IRONIC_DIALECTS.flatMap((name) =>
        ironicDialects[name].refused.map(({ versions, reason }) => [
          `${code(ironicDialects[name].source)} ${choice(versions.map(String))}`,
          cell(sentence(reason)),
        ]),
      ),
    ),
    '## Releases and hardware types',
    '',
    ...table(
      ['OpenStack', 'Ironic'],
      Object.entries(IRONIC_RELEASES).map(([name, version]) => [name, version]),
    ),
    ...table(['Hardware type', 'In Ironic', 'Interfaces checked'], hardwareRows()),
    '## Limits',
    '',
    ...Object.entries<IronicLimit>(IRONIC_LIMITS).flatMap((entry) =>
      limitSection(entry, [`- Dialects: ${entry[1].dialects.map(code).join(', ')}.`]),
    ),
  ]);
}
