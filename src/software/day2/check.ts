import { expectedOf, expectedText } from '../check/expected.js';
import { checkScript } from '../check/script.js';
import { checkPaths, checkUnit, checkUnitText } from '../check/unit.js';
import type { NodeFile, NodePart } from './node.js';

/** The acceptance check of a machine: at every boot in full, before and after jobs in short. */
export const check: NodePart = (node) => ({
  packages: ['lldpd', 'python3'],
  files: [
    {
      path: checkPaths.expected,
      mode: '0644',
      content: expectedText(expectedOf(node)),
      group: null,
      restarts: [],
    },
    ...shared,
  ],
  units: ['lldpd.service'],
  bootUnits: [checkUnit],
});

const shared: readonly NodeFile[] = [
  { path: checkPaths.script, mode: '0755', content: checkScript, group: 'all', restarts: [] },
  {
    path: `/etc/systemd/system/${checkUnit}`,
    mode: '0644',
    content: checkUnitText,
    group: 'all',
    restarts: [],
  },
];
