import { expect, test } from 'vitest';
import { fixturePath, inputFile } from '../support/reference-import.js';
import { checkMutations } from '../support/reference-mutations.js';

test.each(['meadow', 'brook'])(
  '%s with anything wrong in it never fails, in thousands of ways',
  (name) => {
    expect(() => checkMutations(inputFile(fixturePath(name)), 3000)).not.toThrow();
  },
  600_000,
);
