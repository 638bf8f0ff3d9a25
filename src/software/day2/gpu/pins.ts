import type { NodeFile } from '../node.js';

/** Versions that apt keeps to. */
export interface Pin {
  readonly why: string;
  readonly packages: readonly string[];
  /** As apt compares it; a pattern, since the revision of a package is of no interest. */
  readonly pin: string;
  /** Above 1000 apt also goes back to an older version; 500 is what all others have. */
  readonly priority: number;
}

/** The file by which apt keeps packages at the versions of the definition. */
export function pinFile(group: string, pins: readonly Pin[]): NodeFile {
  return {
    path: '/etc/apt/preferences.d/rackform-gpu',
    mode: '0644',
    content: pins
      .map(
        ({ why, packages, pin, priority }) =>
          `# ${why}\nPackage: ${packages.join(' ')}\nPin: ${pin}\nPin-Priority: ${priority}\n`,
      )
      .join('\n'),
    group,
    restarts: [],
  };
}
