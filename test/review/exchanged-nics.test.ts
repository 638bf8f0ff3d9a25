import { expect, test } from 'vitest';
import { loadProject } from '../../src/inventory/load.js';
import { resolve } from '../../src/model/resolve.js';
import { exchangedNics } from '../../src/review/model-changes/exchanged-nics.js';
import { fromRoot } from '../support/project-root.js';

const { model } = resolve(loadProject(fromRoot('examples', 'training')).definition, {
  site: 'dc1',
  lock: null,
});
if (model === null) throw new Error('the example does not resolve');
const definitions = (text: (json: string) => string) => ({
  models: [JSON.parse(text(JSON.stringify(model))) as typeof model],
  locks: [],
});
const base = definitions((json) => json);

test('a NIC that is another in a machine that MAAS knows is told, before its next deployment stops', () => {
  const head = definitions((json) => json.replaceAll('02:00:5e:00:02:01', '02:00:5e:77:00:01'));
  expect(exchangedNics(base, head)).toMatchObject([
    { stack: 'dc1-enrolment-01', address: 'gpu-r01-n02 eno2' },
  ]);
  expect(exchangedNics(base, base)).toEqual([]);
});

test('a machine that is new has no former NIC', () => {
  const [first] = base.models;
  if (first === undefined) throw new Error('there is no model');
  const without = {
    ...base,
    models: [{ ...first, site: { ...first.site, machines: first.site.machines.slice(1) } }],
  };
  expect(exchangedNics(without, base)).toEqual([]);
});
