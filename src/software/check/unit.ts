/** Where the check lies on a machine, and what it reads. */
export const checkPaths = {
  script: '/usr/local/lib/rackform/check',
  expected: '/etc/rackform/expected.json',
} as const;

/** Runs the check at every boot. */
export const checkUnit = 'rackform-check.service';

/** Installs what listens for neighbours, at first boot; the check waits until it is done, however it ends. */
export const neighboursUnit = 'rackform-neighbours.service';

/** What stands in it: the result goes to a file, the journal and the console. */
export const checkUnitText = `# Written by rackform.
[Unit]
Description=Compares the machine with its definition
Wants=network-online.target
After=network-online.target lldpd.service ${neighboursUnit}

[Service]
Type=oneshot
ExecStart=${checkPaths.script} --json /var/lib/rackform/check.json
StandardOutput=journal+console
StandardError=journal+console

[Install]
WantedBy=multi-user.target
`;
