import type { Lab } from '../../../src/lab/lab.js';
import { abortByHand, releaseByHand } from '../../../src/lab/maas/by-hand.js';

/** What a test asks of a lab, in whatever process it runs. */
export type Question =
  | { readonly ask: 'machines' }
  | { readonly ask: 'release' | 'abort'; readonly machine: string };

/** Answers with plain data. */
export function answerTo(lab: Lab, question: Question): unknown {
  const [maas] = lab.maas;
  if (maas === undefined) throw new Error('the lab has no MAAS');
  switch (question.ask) {
    case 'machines':
      return maas.world.store.all('machines');
    case 'release':
      return releaseByHand(maas, question.machine).status;
    case 'abort':
      return abortByHand(maas, question.machine).status;
  }
}
