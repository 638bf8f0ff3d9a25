import { faults } from './seeded-faults/faults.js';
import { type Outcome, runFaults } from './seeded-faults/run.js';

/**
 * Makes one mistake after the other in the clean examples, runs `check`, and prints which rule found each.
 *
 * Ends with 1 where a fault is not found by the rule that is there for it, or a clean example has a finding.
 */
function print({ fault, found, others }: Outcome): void {
  const what = `${fault.example}${fault.inService ? ', in service' : ''}: ${fault.says}`;
  if (found === undefined) {
    const instead = others.map(({ code }) => code).join(', ');
    console.log(`MISSED   ${fault.by}  ${what}; ${instead === '' ? 'nothing is said' : `only ${instead}`}`);
    return;
  }
  const place = found.file === null ? '' : `  ${found.file}:${found.line}:${found.column}`;
  console.log(`${found.severity.padEnd(7)}  ${fault.by}  ${what}${place}`);
}

const { outcomes, falseAlarms } = await runFaults(faults, print);
for (const { example, found } of falseAlarms)
  console.log(`FALSE ALARM  ${found.code}  ${example}: ${found.message}`);
const caught = outcomes.filter(({ found }) => found !== undefined);
const refused = caught.filter(({ found }) => found?.severity === 'error').length;
const rules = new Set(caught.map(({ fault }) => fault.by)).size;
console.log(
  `${caught.length} of ${outcomes.length} faults caught by ${rules} rules and codes: ${refused} refused, ${caught.length - refused} warned of; ${falseAlarms.length} false alarms`,
);
if (caught.length < outcomes.length || falseAlarms.length > 0) process.exitCode = 1;
