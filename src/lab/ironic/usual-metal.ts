import { exactly } from '../steps.js';
import type { IronicMetal, Went } from './metal.js';

/** Something that takes a time that is known exactly. @param failure the driver's text where it fails */
export function took(milliseconds: number, failure: string | null = null): Went {
  return { steps: [{ name: 'work', ...exactly(milliseconds) }], isEndless: false, failure };
}

/** As the fake hardware of an Ironic does it: at once, and without a problem. */
export const quickMetal: IronicMetal = {
  bmcProblem: () => null,
  inspect: () => took(5000),
  clean: () => took(5000),
  deploy: () => took(15_000),
};
