import type { ImportedCpu } from './parts.js';
import type { Place, Report } from './source/fields.js';

const architectures: Readonly<Record<string, NonNullable<ImportedCpu['architecture']>>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  amd64: 'amd64',
  aarch64: 'arm64',
  arm64: 'arm64',
  ppc64le: 'ppc64el',
  ppc64el: 'ppc64el',
};

/** An architecture in MAAS words; one that is not known is reported, and null. */
export function fittingArchitecture(
  given: string,
  place: Place,
  report: Report,
): ImportedCpu['architecture'] {
  const name = given.toLowerCase();
  const found = Object.hasOwn(architectures, name) ? architectures[name] : undefined;
  if (found !== undefined) return found;
  const known = [...new Set(Object.values(architectures))].join(', ');
  report(
    place,
    'IMPORT_UNKNOWN_ARCHITECTURE',
    `architecture ${JSON.stringify(given.slice(0, 60))} is not known; ${known} are`,
  );
  return null;
}
