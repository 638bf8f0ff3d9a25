import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runGuardrails } from '../../src/guardrails/run.js';
import type { SiteModel } from '../../src/model/types.js';
import { soundModel } from '../support/inventory-fixture.js';

type Path = readonly (string | number)[];

/** Paths of every value in a model. */
function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

const texts = [
  '',
  'x',
  '0.0.0.0/0',
  '::/0',
  '2001:db8::1',
  '198.51.100.300',
  '198.51.100.20',
  'no:such:mac',
  'default',
  'pci=realloc',
  '='.repeat(300),
];

/** Fields of few values, which the schemas hold to them. */
const closed: Readonly<Record<string, readonly string[]>> = {
  acs: ['on', 'off', 'firmware'],
  addressing: ['shared', 'point-to-point'],
  by: ['external', 'nobody'],
  cooling: ['air', 'rear-door', 'liquid'],
  erase: ['secure', 'full', 'quick', 'none'],
  handOverErase: ['secure', 'full', 'quick', 'none'],
  kind: ['ethernet', 'infiniband'],
  protocol: ['redfish', 'ipmi', 'manual'],
  purpose: ['bmc', 'provisioning', 'in-band', 'storage', 'rail', 'front-end'],
  runs: ['metal', 'containers', 'mig', 'vm'],
  state: ['available', 'spare', 'repair', 'quarantine', 'retired', 'adopted'],
};
const fixed = new Set(['type', 'role', 'mode', 'architecture', 'vendor', 'placement']);

/** A value of the same kind that a sound definition would not have. */
function strange(key: string | number, value: unknown, pick: number): unknown {
  const values = closed[key];
  if (typeof value === 'string' && (fixed.has(String(key)) || values !== undefined)) {
    return values === undefined ? value : values[pick % values.length];
  }
  if (typeof value === 'string') return texts[pick % texts.length];
  if (typeof value === 'number') return [0, 1, -1, 0.5, 4095, 1e9][pick % 6];
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return pick % 2 === 0 ? [] : [...value, ...value];
  return value;
}

function mutate(model: SiteModel, path: Path, pick: number): void {
  let parent: unknown = model;
  for (const key of path.slice(0, -1)) parent = (parent as Record<string, unknown> | undefined | null)?.[key];
  const last = path.at(-1);
  // An earlier mutation may have taken the place away.
  if (last === undefined || typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, last))
    return;
  const holder = parent as Record<string, unknown>;
  holder[last] = strange(last, holder[last], pick);
}

const paths = pathsOf(soundModel()).filter((path) => path.length > 0);
const mutations = fc.array(fc.tuple(fc.constantFrom(...paths), fc.nat({ max: 1000 })), {
  minLength: 1,
  maxLength: 12,
});

test('no rule throws on a model with strange values, and two runs find the same', () => {
  fc.assert(
    fc.property(mutations, (changes) => {
      const model = JSON.parse(JSON.stringify(soundModel())) as SiteModel;
      for (const [path, pick] of changes) mutate(model, path, pick);
      const input = { inventory: model.site, model, acknowledgements: [] };
      expect(runGuardrails(input)).toEqual(runGuardrails(input));
    }),
    { numRuns: 200 },
  );
});

test('no rule throws on a model with nothing in it', () => {
  const sound = soundModel();
  const site = { ...sound.site, machines: [], networks: [], racks: [], tenants: [], fabrics: [], images: [] };
  const model: SiteModel = { ...sound, site, clusters: [], enrolments: [] };
  expect(runGuardrails({ inventory: site, model, acknowledgements: [] })).toEqual([]);
});

test('10,000 machines are checked in seconds', () => {
  const sound = soundModel();
  const [first] = sound.site.machines;
  if (first === undefined) throw new Error('the fixture has no machine');
  const machines = Array.from({ length: 10_000 }, (_, index) => {
    const hex = index.toString(16).padStart(4, '0');
    return {
      ...first,
      asset: `m-${index}`,
      serial: `S-${index}`,
      rack: null,
      unit: null,
      nics: first.nics.map((nic, at) => ({
        ...nic,
        mac: `02:00:5e:${hex.slice(0, 2)}:${hex.slice(2)}:0${at}`,
        port: `Ethernet${index}/${at}`,
      })),
      bmc: { ...first.bmc, address: `10.200.${Math.floor(index / 250)}.${(index % 250) + 1}` },
    };
  });
  const site = { ...sound.site, machines };
  const started = performance.now();
  const issues = runGuardrails({ inventory: site, model: null, acknowledgements: [] });
  expect(issues.map(({ code }) => code)).toEqual(['bmc/outside-network', 'bmc/shared-credentials']);
  expect(performance.now() - started).toBeLessThan(10_000);
});
