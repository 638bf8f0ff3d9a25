import type { Diagnostic } from '../../protocol/provider.js';
import { isObject, type ObjectValue, type Value } from '../../protocol/value.js';

/** What the server is, as far as planning asks. */
export interface PlanningServer {
  /** Version of MAAS, e.g. `3.5` or `3.5.13`. */
  readonly version: string;
}

type CustomDiff = (values: ObjectValue, server: PlanningServer) => readonly Diagnostic[];

function numbers(version: string): number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10) || 0);
}

function isBefore(version: string, least: string): boolean {
  const [has, needs] = [numbers(version), numbers(least)];
  const different = needs.findIndex((part, index) => part !== (has[index] ?? 0));
  return different >= 0 && (has[different] ?? 0) < (needs[different] ?? 0);
}

function needsVersion({ version }: PlanningServer, least: string, path: Diagnostic['path']): Diagnostic[] {
  if (!isBefore(version, least)) return [];
  return [
    { summary: `MAAS version ${version} does not satisfy the constraint >=${least}`, ...(path && { path }) },
  ];
}

function firstBlock(value: Value | undefined): ObjectValue | null {
  const first: Value | undefined = Array.isArray(value) ? (value as readonly Value[])[0] : undefined;
  return isObject(first) ? first : null;
}

const byType: { readonly [resourceType: string]: CustomDiff } = {
  maas_instance: (values, server) => {
    const scripts = firstBlock(values['release_params'])?.['scripts'];
    if (!Array.isArray(scripts) || scripts.length === 0) return [];
    return needsVersion(server, '3.5.0', ['release_params', 0, 'scripts']);
  },
  maas_machine: (values, server) =>
    values['is_dpu'] === true ? needsVersion(server, '3.6.0', ['is_dpu']) : [],
  maas_user: ({ name, transfer_to_user: heir }) => {
    if (typeof heir !== 'string' || heir === '' || heir !== name) return [];
    const problem = `\`transfer_to_user\` cannot have the same value as \`name\` (${JSON.stringify(heir)})`;
    const advice = 'Specify another user to transfer resources to on delete';
    return [{ summary: `${problem}. ${advice}`, path: ['transfer_to_user'] }];
  },
};

/**
 * What the provider itself refuses in planning a resource type, beyond its schema. It runs in every plan but that
 * of a deletion; values that are not known yet pass.
 *
 * @throws {TypeError} where nothing is known of such a check
 */
export function customDiffOf(resourceType: string): CustomDiff {
  const found = byType[resourceType];
  if (found === undefined) {
    throw new TypeError(`nothing says what the provider checks in planning ${resourceType}`);
  }
  return found;
}
