import type { NodeFile, NodePart } from '../node.js';
import { expectedOf } from './expected.js';
import { checkScript } from './script.js';

const unit = 'rackform-check.service';

/** The acceptance check of a machine: at every boot in full, before and after jobs in short. */
export const check: NodePart = (node) => ({
  packages: ['lldpd', 'python3'],
  files: [
    {
      path: '/etc/rackform/expected.json',
      mode: '0644',
      content: `${JSON.stringify(expectedOf(node), null, 1)}\n`,
      group: null,
      restarts: [],
    },
    ...shared,
  ],
  units: ['lldpd.service'],
  bootUnits: [unit],
});

const unitText = `# Written by rackform.
[Unit]
Description=Compares the machine with its definition
Wants=network-online.target
After=network-online.target lldpd.service

[Service]
Type=oneshot
ExecStart=/usr/local/lib/rackform/check --json /var/lib/rackform/check.json
StandardOutput=journal+console
StandardError=journal+console

[Install]
WantedBy=multi-user.target
`;

const shared: readonly NodeFile[] = [
  { path: '/usr/local/lib/rackform/check', mode: '0755', content: checkScript, group: 'all', restarts: [] },
  { path: `/etc/systemd/system/${unit}`, mode: '0644', content: unitText, group: 'all', restarts: [] },
];
