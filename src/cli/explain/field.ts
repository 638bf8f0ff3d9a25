import type { ParsedDefinition } from '../../definition/parse.js';
import { type Explanation, explainField } from '../../model/explain.js';
import type { SiteRun } from '../site-run.js';
import type { Answer, Fact } from './answer.js';
import { explainDocument } from './document.js';
import { explainOption } from './option.js';
import { factOf, fieldFacts, type Places } from './origin.js';
import { touchesText } from './touches.js';

/**
 * The forms in which a user may name a field, as the model knows it: `cluster/train.pools...` and `site/dc1...` as
 * messages print them, `hardware/gpu-node...` likewise, `clusters.train.pools...`, and `pools...` of any cluster of the site.
 */
function readings(word: string, site: string, clusters: readonly string[]): readonly string[] {
  const dotted = word.replace(
    /\[(?:"([^"]*)"|(\d+))\]/g,
    (_, key: string | undefined, index: string | undefined) => `.${key ?? index}`,
  );
  const document = /^(cluster|site|hardware)\/([^.\s]+)[.\s]+(.+)$/.exec(dotted);
  if (document?.[1] === 'cluster') return [`clusters.${document[2]}.${document[3]}`];
  if (document?.[1] === 'hardware') return [`hardware.${document[2]}.${document[3]}`];
  if (document?.[1] === 'site') return document[2] === site ? [document[3] ?? ''] : [];
  // Of all clusters each answers for itself.
  const all = /^clusters\.\*\.(.+)$/.exec(dotted)?.[1];
  if (all !== undefined) return clusters.map((cluster) => `clusters.${cluster}.${all}`);
  return [dotted, ...clusters.map((cluster) => `clusters.${cluster}.${dotted}`)];
}

/** More leaves than this, and the whole is better read in the files. */
const mostLeaves = 40;

function leavesOf(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, `${path}.${key}`));
}

/** A map comes from several layers, so each field in it has an origin of its own. */
function valueFacts(places: Places, site: string, field: string, explanation: Explanation): readonly Fact[] {
  // A field of any name has no value of its own.
  if (field.split('.').includes('*')) return [];
  const leaves = leavesOf(explanation.value, field);
  if (leaves.length <= 1 || leaves.length > mostLeaves) return [factOf(places, 'value', explanation)];
  return fieldFacts(
    places,
    site,
    leaves.map((leaf) => [leaf.slice(field.length + 1), leaf] as const),
  );
}

/** In an override nothing stands for what is not said: what is overridden holds. */
const unset: Fact = { label: 'value', value: 'not set' };

/** The field that acts: overrides of a deployment are of its cluster. */
function actingField(field: string, parsed: ParsedDefinition): string {
  const [, index, rest] = /^deployments\.(\d+)\.(overrides\..+|options\..+)$/.exec(field) ?? [];
  const cluster = parsed.project?.deployments[Number(index)]?.cluster;
  return cluster === undefined ? field : `clusters.${cluster}.${rest}`;
}

/** Where the value of a field comes from at a site; nothing where the word names no field there. */
export function explainFields(places: Places, run: SiteRun, word: string): readonly Answer[] {
  const clusters = run.resolution.plans.map((plan) => plan.name);
  return readings(word, run.site, clusters).flatMap((field): readonly Answer[] => {
    const { parsed } = places.project;
    const layered = explainField(parsed, run.site, field);
    const option = layered === null ? explainOption(parsed, run.site, field) : null;
    const explanation = layered ?? option ?? explainDocument(parsed, field);
    if (explanation === null) return [];
    const cluster = /^clusters\.([^.]+)/.exec(field)?.[1];
    const preset = run.resolution.plans.find((plan) => plan.name === cluster)?.preset ?? undefined;
    const values =
      layered === null
        ? [
            option === null && explanation.candidates.length === 0
              ? unset
              : factOf(places, 'value', explanation),
          ]
        : valueFacts(places, run.site, field, explanation);
    return [
      {
        kind: 'field',
        name: field,
        site: run.site,
        facts: [
          ...values,
          ...(explanation.description === null ? [] : [{ label: 'means', value: explanation.description }]),
          ...touchesText(actingField(field, parsed), run.resolution.model, preset).map((value, index) => ({
            label: index === 0 ? 'a change touches' : '',
            value,
          })),
        ],
      },
    ];
  });
}
