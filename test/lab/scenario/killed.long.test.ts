import { test } from 'vitest';
import { killAndConverge, pointsOf, requestsOf } from './killing.js';

const points = [2, 3, 4].flatMap((machines) => {
  const { apply, destroy } = requestsOf(machines);
  return (['terraform', 'lab'] as const).flatMap((victim) =>
    pointsOf(machines, victim, [1, apply + destroy], 40).map((point) => ({ ...point, machines })),
  );
});

test.each(points)(
  '$machines machines, $victim killed $moment request $call: run again, all is there once, or gone',
  ({ machines, ...point }) => killAndConverge(point, machines),
  120_000,
);
