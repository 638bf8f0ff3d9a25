import type { IronicMetal } from './metal.js';

/** As the fake hardware of an Ironic does it: at once, and without a problem. */
export const quickMetal: IronicMetal = {
  bmcProblem: () => null,
  inspect: () => ({ milliseconds: 5000, failure: null }),
  clean: () => ({ milliseconds: 5000, failure: null }),
  deploy: () => ({ milliseconds: 15_000, failure: null }),
};
