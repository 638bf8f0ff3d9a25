import { z } from 'zod';
import { type StepFigure, stepDurations } from '../../facts/step-durations.js';
import { parseLength } from './length.js';

const glob = (what: string) =>
  z
    .string()
    .min(1)
    .max(253)
    .meta({ description: `${what}; \`*\` stands for any characters, \`?\` for one.` });

const machines = {
  machine: glob('Host names').optional(),
  profile: glob('Hardware profiles').optional(),
};

const when = {
  call: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'Which call of each machine is the first that can fail, from 1. Default: 1.' }),
  times: z
    .union([z.int().min(1), z.literal('always')])
    .optional()
    .meta({ description: 'How often it happens to each machine, or `always`.' }),
  probability: z.number().gt(0).max(1).optional().meta({
    description: 'Chance of each call, drawn from the seed. With it, `times` is `always` unless given.',
  }),
};

const request = {
  request: glob('Requests to the API, such as machine.deploy').optional(),
};

const length = z
  .string()
  .refine((text) => parseLength(text) !== null, { error: 'must be a duration such as 90s, 10m or 1h30m' })
  .meta({ description: 'Virtual time, such as 90s, 10m or 1h30m.' });

const metal = { ...machines, ...when };
const api = { ...machines, ...request, ...when };

const kinds = [
  z.strictObject({ kind: z.literal('bmc-unreachable'), ...metal }),
  z.strictObject({ kind: z.literal('commissioning-fails'), ...metal }),
  z.strictObject({ kind: z.literal('test-fails'), ...metal }),
  z.strictObject({ kind: z.literal('disk-missing'), disk: glob('Names of disks'), ...metal }),
  z.strictObject({ kind: z.literal('nic-missing'), nic: glob('Names of NICs'), ...metal }),
  z.strictObject({ kind: z.literal('image-not-found'), image: glob('Images').optional(), ...metal }),
  z.strictObject({ kind: z.literal('deploy-fails'), ...metal }),
  z.strictObject({ kind: z.literal('deploy-hangs'), ...metal }),
  z.strictObject({ kind: z.literal('erase-fails'), ...metal }),
  z.strictObject({ kind: z.literal('release-hangs'), ...metal }),
  z.strictObject({ kind: z.literal('api-unavailable'), for: length.optional(), ...api }),
  z.strictObject({ kind: z.literal('api-timeout'), ...api }),
  z.strictObject({ kind: z.literal('api-conflict'), ...api }),
  z.strictObject({ kind: z.literal('update-fails'), ...api }),
  z.strictObject({
    kind: z.literal('killed'),
    process: z.enum(['lab', 'terraform']).meta({ description: 'Which process is killed.' }),
    moment: z.enum(['before', 'after']).optional().meta({
      description: 'Before the request is done, or after it and before its answer. Default: after.',
    }),
    ...machines,
    ...request,
    call: z.int().min(1).optional().meta({ description: 'At which call of all machines. Default: 1.' }),
  }),
] as const;

/** One fault of a scenario. */
export const Fault = z.discriminatedUnion('kind', kinds);
export type Fault = z.output<typeof Fault>;
export type FaultKind = Fault['kind'];

/** All kinds of faults. */
export const faultKinds: readonly FaultKind[] = kinds.map(({ shape }) => shape.kind.value);

const amount = z.number().min(0);
const figure = z.union([
  amount,
  z.strictObject({ low: amount.optional(), typical: amount.optional(), high: amount.optional() }),
]);

/** Figures of a user, by name: in the unit of the figure. */
export const DurationFigures = z.strictObject(
  Object.fromEntries(
    Object.entries(stepDurations).map(([name, { unit, source }]) => [
      name,
      figure.optional().meta({ description: `In ${unit}: ${source}.` }),
    ]),
  ) as Record<StepFigure, z.ZodOptional<typeof figure>>,
);

/** What a scenario file says. */
export const scenarioShape = {
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .optional()
    .meta({
      description: 'What probabilities are drawn from: the same seed gives the same faults. Default: 0.',
    }),
  speed: z
    .union([z.number().gt(0), z.literal('fastest')])
    .optional()
    .meta({ description: 'Virtual seconds per real second. Default: fastest.' }),
  durations: DurationFigures.optional().meta({ description: 'Figures that differ from those of the kit.' }),
  faults: z.array(Fault).optional().meta({ description: 'What goes wrong. Default: nothing.' }),
};
