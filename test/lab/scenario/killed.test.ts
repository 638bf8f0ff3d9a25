import { test } from 'vitest';
import { killAndConverge, pointsOf, requestsOf } from './killing.js';

test.each([...pointsOf(7, 'terraform', requestsOf.apply, 8), ...pointsOf(7, 'lab', requestsOf.apply, 4)])(
  '$victim killed $moment request $call: applied again, all is there once',
  killAndConverge,
  30_000,
);
