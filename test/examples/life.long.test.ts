import { expect, test } from 'vitest';
import { labOf, statesIn } from '../../scripts/real-input/life.js';
import { SiteProject } from '../lab/support/site-project.js';

test.each([
  ['ironic', { ironic: { active: 16, available: 1, enroll: 2 } }],
  ['inference', { maas: { Deployed: 8, Ready: 3 }, ironic: { active: 5, manageable: 1 } }],
])(
  'the example %s is applied at all its sites, needs nothing more, and is destroyed',
  async (name, states) => {
    const project = new SiteProject(`examples/${name}`);
    const lab = await labOf(project);
    try {
      await project.lockAndSynth('Decide');
      await project.apply();
      expect(await project.plan()).toEqual({});
      expect(statesIn(lab)).toEqual(states);
      for (const stack of [...project.stacks()].reverse())
        await project.ok(stack, 'destroy', '-auto-approve', '-no-color', '-input=false');
      expect(Object.values(statesIn(lab)).filter((counts) => Object.keys(counts).length > 0)).toEqual([]);
    } finally {
      await lab.close();
      project.remove();
    }
  },
);
