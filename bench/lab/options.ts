import { parseArgs } from 'node:util';

/** Options of `npm run bench -- lab`. */
export interface LabOptions {
  /** Machines of the plan that the gate is about. */
  readonly machines: number;
  /** Machines that are applied and refreshed: Terraform's apply with local state grows with the square. */
  readonly applied: number;
  readonly runs: number;
  readonly terraform: string;
  readonly isJson: boolean;
}

/** Reads the options; the text says what is wrong with them. */
export function labOptionsOf(args: readonly string[]): LabOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        machines: { type: 'string', default: '2000' },
        applied: { type: 'string', default: '500' },
        runs: { type: 'string', default: '5' },
        terraform: { type: 'string', default: 'terraform' },
        json: { type: 'boolean', default: false },
      },
    });
    const wrong = (['machines', 'applied', 'runs'] as const).find(
      (name) => !/^[1-9]\d{0,4}$/.test(values[name]),
    );
    if (wrong !== undefined)
      return `--${wrong} ${JSON.stringify(values[wrong])} is not a number from 1 to 99999`;
    const [machines, applied, runs] = [Number(values.machines), Number(values.applied), Number(values.runs)];
    return { machines, applied, runs, terraform: values.terraform, isJson: values.json };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
