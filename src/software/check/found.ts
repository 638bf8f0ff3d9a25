import { z } from 'zod';

const text = z.string().max(1000);

/** What the check on a machine found: the text of `check.json`. */
export const Found = z.object({
  formatVersion: z.literal(1),
  slot: text,
  memoryMiB: z.number(),
  gpus: z.object({ counts: z.record(z.string(), z.number()), names: z.array(text) }),
  nics: z.array(
    z.object({
      name: text,
      mac: text,
      mbps: z.number().nullable(),
      mtu: z.number().nullable(),
      isUp: z.boolean(),
      switch: text.nullable(),
      port: text.nullable(),
    }),
  ),
  disks: z.array(z.object({ name: text, kind: text, bytes: z.number() })),
  mounts: z.array(text),
});
export type Found = z.output<typeof Found>;
