import { test } from 'vitest';
import { fleet, SITE } from '../../../bench/fleet.js';
import { modelOf, wholeLife } from './whole-life.js';

test('a fleet of 60 machines: every stack applies, plans empty and is destroyed', async () => {
  await wholeLife(modelOf(fleet(60), SITE), { Deployed: 60 });
});
