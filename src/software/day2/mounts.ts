import type { MountModel } from '../../model/software-types.js';
import type { NodePart } from './node.js';

/** File systems of the cluster, each a unit of its own, so that jobs can wait for it. */
export const mounts: NodePart = ({ cluster }) => {
  const all = cluster.software.mounts;
  if (all.length === 0) return {};
  return {
    packages: ['nfs-common'],
    files: all.map((mount) => ({
      path: `/etc/systemd/system/${mountUnit(mount.path)}`,
      mode: '0644',
      content: unitOf(mount),
      group: cluster.name,
      // Not while something is open on it; in force at the next start.
      restarts: [],
    })),
    units: all.map(({ path }) => mountUnit(path)),
  };
};

/** Name of the unit of a mount point, as `systemd-escape --path --suffix=mount` gives it. */
export function mountUnit(path: string): string {
  const escaped = path
    .slice(1)
    .replace(
      /[^A-Za-z0-9_./]|^\./g,
      (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
    .replaceAll('/', '-');
  return `${escaped}.mount`;
}

/** Percent signs begin specifiers in units. */
function plain(text: string): string {
  return text.replaceAll('%', '%%');
}

function unitOf({ path, from, options, ...unmapped }: MountModel): string {
  unmapped satisfies Record<string, never>;
  return `# Written by rackform.
[Unit]
Description=${plain(from)}
Wants=network-online.target
After=network-online.target

[Mount]
What=${plain(from)}
Where=${path}
Type=nfs
Options=${plain(options.join(','))}

[Install]
WantedBy=remote-fs.target
`;
}
