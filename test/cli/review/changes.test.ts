import { namedChanges } from './support/named-changes.js';
import { grounds } from './support/random-edits.js';
import { reviewsChanges } from './support/reviewed-changes.js';

/** One of each kind, of the example that takes least time; npm run test:long takes all of all examples. */
const cheap = [
  'a kernel option on one pool',
  'a pool renamed',
  'a slot moved to a spare',
  'another VLAN id',
  'an option of the preset that changes nothing',
  'a reimage of two slots',
];

const inference = namedChanges.find(({ example }) => example === 'inference');
const ground = grounds.find(({ example }) => example === 'inference');
if (inference === undefined || ground === undefined) throw new Error('there is no such example');

reviewsChanges(
  'inference',
  inference.changes.filter(({ name }) => cheap.includes(name)),
  { random: { ground, seed: 1, steps: 4 } },
);
