import { z } from 'zod';

/** Accepts a guardrail's finding, with a reason that reviewers see. */
export const Acknowledgement = z.strictObject({
  rule: z.string().min(1).meta({ description: 'Rule id, e.g. power/feed-loss.' }),
  subject: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'What it is about, as the finding names it. Default: every subject.' }),
  reason: z
    .string()
    .min(10, { error: 'must say why, in at least 10 characters' })
    .meta({ description: 'Why it is right to accept it. Reviewers read it.' }),
});
export type AcknowledgementInput = z.input<typeof Acknowledgement>;
