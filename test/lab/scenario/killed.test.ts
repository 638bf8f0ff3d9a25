import { test } from 'vitest';
import { killAndConverge, pointsOf, requestsOf } from './killing.js';

const { apply, destroy } = requestsOf(2);

test.each([
  ...pointsOf(7, 'terraform', [1, apply], 3),
  ...pointsOf(7, 'terraform', [apply + 1, apply + destroy], 2),
  ...pointsOf(7, 'lab', [1, apply], 1),
])(
  '$victim killed $moment request $call: run again, all is there once, or gone',
  (point) => killAndConverge(point),
  30_000,
);
