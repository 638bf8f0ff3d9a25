import { foldNames } from './fold.js';
import type { CauseOf, ReviewInput } from './input.js';
import { sitesOfStacks } from './model-changes/slots.js';
import { attributeChanges } from './plan/attributes.js';
import type { PlannedChange } from './plan/plan-types.js';
import type { Forcing, Row, ServerEffect, ServerReview } from './report.js';
import { rankOf } from './servers/effect-words.js';
import type { TouchedServer } from './servers/servers.js';
import type { Touch } from './servers/touches.js';

/** Something that is shown in one row with others like it. */
interface Member {
  readonly effect: ServerEffect;
  readonly server: TouchedServer | null;
  readonly site: string | null;
  readonly name: string;
  readonly slots: readonly string[];
  readonly forcing: readonly Forcing[];
  readonly note: string;
  readonly erase: Row['erase'];
  readonly cause: CauseOf;
}

export interface Rows {
  readonly rows: readonly Row[];
  readonly servers: readonly ServerReview[];
}

/** One row a cause and an effect, the worst first; each server with the index of its row. */
export function rowsOf(
  servers: readonly TouchedServer[],
  shared: readonly Touch[],
  input: ReviewInput,
): Rows {
  const drifted = driftOf(input.plans);
  const siteOf = sitesOfStacks(input.base, input.head);
  const members = [
    ...servers.map((server): Member => {
      const slots = [server.slot.before, server.slot.after].filter((slot) => slot !== null);
      return {
        effect: server.effect,
        server,
        site: server.site,
        name: server.name,
        slots: [...new Set(slots)],
        forcing: server.forcing,
        note: server.note,
        erase: server.erase,
        cause: causeOfServer(server, drifted, input),
      };
    }),
    ...shared.flatMap((touch) =>
      memberOfShared(touch, siteOf.get(touch.change.stack) ?? null, drifted, input),
    ),
  ];
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const { effect, forcing, erase, cause, server } = member;
    // A move has a machine of its own in its forcing attribute; all others of one kind share theirs.
    const own = [
      effect,
      member.site,
      forcing,
      erase,
      cause.cause,
      cause.why,
      server?.isAccident ?? null,
      server?.tenant ?? null,
      noteKey(member),
    ];
    const key = JSON.stringify(own);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [member]);
    else group.push(member);
  }
  const sorted = [...groups.values()].map(rowOf).sort(byWorst);
  const index = new Map(
    sorted.flatMap(({ members: own }, row) =>
      own.flatMap(({ server }) => (server === null ? [] : [[server.id, row] as const])),
    ),
  );
  return {
    rows: sorted.map(({ row }) => row),
    servers: servers
      .map((server) => reviewOf(server, index.get(server.id) ?? 0))
      .sort((a, b) => rankOf(a.effect) - rankOf(b.effect) || (a.id < b.id ? -1 : 1)),
  };
}

/** Notes name machines and slots; of those rows are made all the same. */
function noteKey({ server, note }: Member): string {
  return server === null ? note : '';
}

type Drifted = (change: PlannedChange) => boolean;

/**
 * Whether what is planned takes back what happened outside Terraform: something that is gone is made anew, or an
 * attribute that drifted is set. What is deleted is so because the definition no longer has it.
 */
function driftOf(plans: ReviewInput['plans']): Drifted {
  const keyOf = ({ stack, address }: PlannedChange) => `${stack}\0${address}`;
  const found = new Map(plans.flatMap(({ drift }) => drift.map((one) => [keyOf(one), one] as const)));
  return (change) => {
    const drift = found.get(keyOf(change));
    if (drift === undefined || change.action === 'delete' || change.action === 'forget') return false;
    if (drift.action === 'delete') return true;
    const paths = new Set(attributeChanges(drift.raw).map(({ path }) => path));
    return attributeChanges(change.raw).some(({ path }) => paths.has(path));
  };
}

function memberOfShared(
  touch: Touch,
  site: string | null,
  drifted: Drifted,
  input: ReviewInput,
): readonly Member[] {
  const { effect, change, forcing, note, erase } = touch;
  if (effect === null) return [];
  const subject = { site, slots: [], machines: [], addresses: [change.address], isSaid: false };
  const cause = drifted(change) ? drift : input.causeOf(subject);
  return [
    {
      effect,
      server: null,
      site,
      name: change.address,
      slots: [],
      forcing,
      note,
      erase: erase ?? null,
      cause,
    },
  ];
}

const drift: CauseOf = {
  cause: 'drift',
  why: 'changed outside Terraform since the last apply',
  place: null,
};

function causeOfServer(server: TouchedServer, drifted: Drifted, input: ReviewInput): CauseOf {
  const worst = server.touches.filter(({ effect }) => effect === server.effect);
  if (worst.some(({ change }) => change.reason === 'replace_because_tainted')) {
    return { ...drift, why: 'its last apply failed half-way' };
  }
  if (!server.isSaid && worst.some(({ change }) => drifted(change))) return drift;
  return input.causeOf({
    site: server.site,
    slots: [server.slot.before, server.slot.after].filter((slot) => slot !== null),
    machines: [server.name],
    addresses: [],
    isSaid: server.isSaid,
  });
}

function rowOf(members: readonly Member[]): { readonly row: Row; readonly members: readonly Member[] } {
  const [first] = members;
  if (first === undefined) throw new RangeError('a row has at least one member');
  const { effect, forcing, note, erase, cause } = first;
  const servers = members.flatMap(({ server }) => (server === null ? [] : [server.id])).sort();
  const row: Row = {
    effect,
    servers,
    names: foldNames(members.map(({ name }) => name)),
    slots: foldNames(members.flatMap(({ slots }) => slots)),
    forcing,
    note,
    erase,
    ...cause,
  };
  return { row, members };
}

function byWorst(a: { readonly row: Row }, b: { readonly row: Row }): number {
  return rankOf(a.row.effect) - rankOf(b.row.effect) || (a.row.names < b.row.names ? -1 : 1);
}

function reviewOf(server: TouchedServer, row: number): ServerReview {
  const { touches: _touches, forcing: _forcing, note: _note, isSaid: _isSaid, ...review } = server;
  return { ...review, row };
}
