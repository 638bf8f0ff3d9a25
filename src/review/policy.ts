import { z } from 'zod';
import type { Definitions } from './input.js';
import { groupOf } from './model-changes/capacity.js';
import { atSite, disruptive, slotsOf } from './model-changes/slots.js';
import { type Refusal, ServerEffect, type ServerReview } from './report.js';

/** File of the project, read from the base branch: a change cannot grant itself what it does. */
export const policyFile = 'policy.yaml';

const Allowed = z.array(ServerEffect).meta({
  description: 'Effects that a change may have. Others are refused. Default: all but unknown and orphan.',
});

/** What a change may do. */
export const Policy = z
  .strictObject({
    allow: Allowed.optional(),
    tenants: z
      .record(z.string(), z.strictObject({ allow: Allowed }))
      .optional()
      .meta({ description: 'Effects on servers of one tenant, in place of `allow`.' }),
    most: z
      .strictObject({
        perChange: z.int().min(0).optional(),
        perRack: z.int().min(0).optional(),
        perQuorumGroup: z.int().min(0).optional(),
      })
      .optional()
      .meta({ description: 'Servers that one change may wipe, reimage, recommission or power-cycle.' }),
  })
  .readonly();
export type Policy = z.infer<typeof Policy>;

/** What of a change a policy refuses. */
export function refusedByPolicy(
  policy: Policy,
  servers: readonly ServerReview[],
  definitions: Definitions | null,
): readonly Refusal[] {
  const refuse = (rule: string, message: string): Refusal => ({ rule, message, place: null });
  const effects = servers.flatMap(({ name, effect, tenant }) => {
    const own = tenant.before ?? tenant.after;
    const ofTenant = own === null ? undefined : policy.tenants?.[own]?.allow;
    const allowed = ofTenant ?? policy.allow;
    const isAllowed =
      allowed === undefined ? effect !== 'unknown' && effect !== 'orphan' : allowed.includes(effect);
    return isAllowed
      ? []
      : [
          refuse(
            'POLICY_EFFECT',
            `${effect} of ${name}${own === null ? '' : ` of tenant ${own}`} is not allowed`,
          ),
        ];
  });
  const down = servers.filter(({ effect }) => disruptive.has(effect));
  const { perChange, perRack, perQuorumGroup } = policy.most ?? {};
  const over = (rule: string, what: string, groups: ReadonlyMap<string, number>, most: number | undefined) =>
    [...groups].flatMap(([group, count]) =>
      most !== undefined && count > most
        ? [refuse(rule, `${what} ${group}: the change takes down ${count} servers, and ${most} are allowed`)]
        : [],
    );
  const slots = definitions === null ? new Map() : slotsOf(definitions);
  const quorumGroups = down.flatMap(({ site, slot }) => {
    const found = slots.get(atSite(site ?? '', slot.before ?? slot.after ?? ''));
    return found?.role === 'control' ? [atSite(site ?? '', groupOf(found))] : [];
  });
  const racks = down.flatMap(({ site, rack }) =>
    rack === null ? [] : [site === null ? rack : atSite(site, rack)],
  );
  const all = perChange !== undefined && down.length > perChange;
  return [
    ...effects,
    ...(all
      ? [
          refuse(
            'POLICY_SERVERS',
            `the change takes down ${down.length} servers, and ${perChange} are allowed`,
          ),
        ]
      : []),
    ...over('POLICY_RACK', 'rack', counted(racks), perRack),
    ...over('POLICY_QUORUM', 'quorum group', counted(quorumGroups), perQuorumGroup),
  ];
}

function counted(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
