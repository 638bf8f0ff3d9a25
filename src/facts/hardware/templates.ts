import type { Issue } from '../../errors.js';
import type { ProfileFacts, SourceFact } from './profile.js';

/** Fields of a profile that a user gives, as dotted paths. */
export type TemplateField = 'units' | 'cpu' | 'memoryGiB' | 'gpus' | 'nics' | 'disks' | 'power';

/** A server of which some figures are public and the user gives the others. */
export interface HardwareTemplate {
  readonly known: Readonly<Partial<ProfileFacts>> & Pick<ProfileFacts, 'manufacturer' | 'model' | 'sources'>;
  /** What is not known and must be given. */
  readonly needs: readonly TemplateField[];
  readonly why: string;
}

const dell: SourceFact = {
  source: 'Dell AI Factory with NVIDIA design guide, as noted by others',
  mark: 'S',
};
const bill: SourceFact = { source: 'a public rack bill of materials for Supermicro servers', mark: 'S' };

/** Servers that can only be used once the user has given the missing figures, by name. */
export const hardwareTemplates: Readonly<Record<string, HardwareTemplate>> = {
  'amax-2u-epyc': {
    known: {
      manufacturer: 'AMAX',
      model: '2U EPYC',
      units: 2,
      sources: { units: { source: 'its name', mark: 'D' } },
    },
    needs: ['cpu', 'memoryGiB', 'gpus', 'nics', 'disks', 'power'],
    why: 'no data sheet is public; the nearest public servers are asus-esc4000a-e12-h100-nvl (one socket, four GPUs) and dell-r7725',
  },
  'dell-r7725': {
    known: { manufacturer: 'Dell', model: 'PowerEdge R7725', units: 2, sources: { units: dell } },
    needs: ['cpu', 'memoryGiB', 'gpus', 'nics', 'disks'],
    why: 'memory, disks and CPU depend on the order; it has no fabric of its own for GPUs',
  },
  'dell-xe7745': {
    known: {
      manufacturer: 'Dell',
      model: 'PowerEdge XE7745',
      units: 4,
      cpu: { sockets: 2, coresPerSocket: 64, model: 'AMD EPYC' },
      memoryGiB: 1536,
      sources: { '*': dell },
    },
    needs: ['gpus', 'nics', 'disks'],
    why: 'it is sold with H200 NVL or RTX PRO 6000, and its disks are not public',
  },
  'supermicro-as-1125hs-tnr': {
    known: {
      manufacturer: 'Supermicro',
      model: 'AS-1125HS-TNR',
      units: 1,
      power: { maxWatts: 1070 },
      sources: { units: bill, power: bill },
    },
    needs: ['cpu', 'memoryGiB', 'nics', 'disks'],
    why: 'CPU, memory, NICs and disks depend on the order',
  },
  'dgx-b300': {
    known: {
      manufacturer: 'NVIDIA',
      model: 'DGX B300',
      units: 10,
      sources: { units: { source: 'NVIDIA DGX B300 data sheet, as summarised by others', mark: 'S' } },
    },
    needs: ['cpu', 'memoryGiB', 'gpus', 'nics', 'disks', 'power'],
    why: 'memory is 2 to 4 TB, its disks are not known, and it draws 14,500 W from a busbar or 15,100 W from power supplies',
  },
};

/**
 * A whole profile from a template and what the user gives; `source` says where the user's figures come from.
 *
 * @returns the profile, or one issue for each figure that is missing
 */
export function fillTemplate(
  name: string,
  given: Readonly<Partial<Pick<ProfileFacts, TemplateField>>>,
  source: string,
): { readonly profile: ProfileFacts } | { readonly issues: readonly Issue[] } {
  const template = Object.hasOwn(hardwareTemplates, name) ? hardwareTemplates[name] : undefined;
  if (template === undefined) return { issues: [noTemplate(name)] };
  const missing = template.needs.filter((field) => given[field] === undefined && !isOptional(field));
  if (missing.length > 0) return { issues: missing.map((field) => missingFigure(name, template, field)) };
  const sources = Object.fromEntries(
    Object.keys(given).map((field) => [field, { source, mark: 'S' as const }]),
  );
  // All required fields are known or given: `needs` names those that are not known, held by a test.
  const profile = { ...template.known, ...given, sources: { ...template.known.sources, ...sources } };
  return { profile: profile as ProfileFacts };
}

/** What to do about a profile name that is only a template; undefined for any other name. */
export function templateHint(name: string): string | undefined {
  const template = Object.hasOwn(hardwareTemplates, name) ? hardwareTemplates[name] : undefined;
  if (template === undefined) return undefined;
  return `${name} comes without ${listOf(template.needs)} (${template.why}): write hardware/${name}.yaml with your own figures`;
}

/** A server may have no GPUs, and power may stay unsaid. */
function isOptional(field: TemplateField): boolean {
  return field === 'gpus' || field === 'power';
}

function missingFigure(name: string, template: HardwareTemplate, field: TemplateField): Issue {
  return {
    code: 'HARDWARE_TEMPLATE_INCOMPLETE',
    severity: 'error',
    message: `template ${JSON.stringify(name)} needs ${field}: ${template.why}`,
    at: { document: `hardware/${name}`, path: [field] },
    hint: `give ${field} from your order or the machine itself`,
  };
}

function noTemplate(name: string): Issue {
  return {
    code: 'HARDWARE_TEMPLATE_UNKNOWN',
    severity: 'error',
    message: `there is no hardware template ${JSON.stringify(name)}; there are ${Object.keys(hardwareTemplates).join(', ')}`,
    at: { document: `hardware/${name}`, path: [] },
  };
}

function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
