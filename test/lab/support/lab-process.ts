import { type Lab, type LabOptions, startLab } from '../../../src/lab/lab.js';
import { answerTo, type Question } from './lab-questions.js';

/** What the process of a lab is told. */
export type Message =
  | { readonly ask: 'start'; readonly options: LabOptions }
  | { readonly ask: 'close' }
  | Question;

let lab: Lab | undefined;

async function answer(message: Message): Promise<unknown> {
  if (message.ask === 'start') {
    lab = await startLab(message.options);
    return lab.env;
  }
  if (lab === undefined) throw new Error('the lab is not started');
  if (message.ask !== 'close') return answerTo(lab, message);
  await lab.close();
  process.disconnect();
  return null;
}

process.on('message', (message: Message) => {
  answer(message).then(
    (value) => process.connected && process.send?.({ value }),
    (error: unknown) => process.connected && process.send?.({ error: String(error) }),
  );
});
