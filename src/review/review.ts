import { byCodeUnit as compareText } from '../model/order.js';
import { foldNames } from './fold.js';
import type { CauseOf, ReviewInput } from './input.js';
import { capacityOf } from './model-changes/capacity.js';
import { exchangedNics } from './model-changes/exchanged-nics.js';
import type { PlainLater } from './model-changes/later.js';
import { networkChanges } from './model-changes/network.js';
import { atSite } from './model-changes/slots.js';
import { tenantsOf } from './model-changes/tenants.js';
import type { PlannedAction, StackPlan } from './plan/plan-types.js';
import { afterApply } from './plan/shown.js';
import { refusedByPolicy } from './policy.js';
import type { Note, RackView, Review, ServerReview, StackReview, UnrackedView } from './report.js';
import { rowsOf } from './rows.js';
import { type Touched, touchedServers } from './servers/servers.js';
import type { Touch } from './servers/touches.js';
import { digestOf, verdictOf } from './verdict.js';

/** Reviews plans: what they do to servers, racks and tenants. The same input gives the same report. */
export function reviewOf(input: ReviewInput): Review {
  const plans = [...input.plans].sort((a, b) => compareText(a.stack, b.stack) || compareText(a.file, b.file));
  const touched = touchedServers(plans, input.base, input.head);
  const { rows, servers } = rowsOf(touched.servers, touched.shared, input);
  // Where stacks have no plan, nobody can say whom they leave alone.
  const all = input.notPlanned.length > 0 || touched.all === 0 ? null : touched.all;
  const { base, head, policy } = input;
  const refusals = [
    ...input.refusals,
    ...(policy === null ? [] : refusedByPolicy(policy, servers, base ?? head)),
  ];
  const isCompared = base !== null && head !== null;
  return {
    formatVersion: 1,
    verdict: verdictOf(servers, rows, refusals, all, {
      stacks: input.notPlanned.length,
      deferred: plans.reduce((sum, { deferred }) => sum + deferred.length, 0),
    }),
    digest: digestOf(servers, rows, refusals, [
      ...input.notPlanned.map(({ stack }) => stack),
      ...plans.flatMap(({ deferred }) => deferred.map(({ stack, address }) => `${stack} ${address}`)),
    ]),
    rows,
    servers,
    joins: touched.joins,
    causes: causesOf(rows),
    later: input.later.map((row) => ({ ...row, ...causeOfLater(row, input) })),
    tenants: isCompared ? tenantsOf(base, head, servers) : null,
    network: isCompared ? networkChanges(base, head) : [],
    capacity: isCompared ? capacityOf(base, head, servers) : null,
    stacks: stacksOf(plans, input),
    notKnown: notKnownOf(plans, touched, input),
    impossible: [
      ...input.impossible,
      ...impossibleOf(touched),
      ...(isCompared ? exchangedNics(base, head) : []),
    ],
    refusals,
    ...placesOf(input, servers),
  };
}

function causeOfLater({ site, slots }: PlainLater, { causeOf }: ReviewInput): CauseOf {
  return causeOf({ site, slots, machines: [], addresses: [], isSaid: false });
}

function causesOf(rows: Review['rows']): Review['causes'] {
  const found = new Map<string, { kind: Review['causes'][number]['kind']; text: string; rows: number[] }>();
  rows.forEach(({ cause, why }, index) => {
    const key = `${cause}\0${why}`;
    const known = found.get(key) ?? { kind: cause, text: why, rows: [] };
    known.rows.push(index);
    found.set(key, known);
  });
  return [...found.values()];
}

/** Touches of a kind, with their addresses folded: a fleet is one line. */
function grouped(touches: readonly { readonly touch: Touch; readonly message: string }[]): readonly Note[] {
  const groups = new Map<string, { stack: string; message: string; addresses: string[] }>();
  for (const { touch, message } of touches) {
    const key = `${touch.change.stack}\0${message}`;
    const group = groups.get(key) ?? { stack: touch.change.stack, message, addresses: [] };
    group.addresses.push(touch.change.address);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ stack, message, addresses }) => ({
    stack,
    address: foldNames(addresses),
    message,
  }));
}

function touchesOf({ servers, shared }: Touched): readonly Touch[] {
  return [...servers.flatMap((server) => server.touches), ...shared];
}

/** Stacks without a plan for one reason are one note. */
function unplanned({ notPlanned }: ReviewInput): readonly Note[] {
  const whys = [...new Set(notPlanned.map(({ why }) => why))];
  return whys.map((why) => {
    const stacks = notPlanned.filter((one) => one.why === why).map(({ stack }) => stack);
    return { stack: foldNames(stacks), address: null, message: `not planned: ${why}` };
  });
}

function notKnownOf(plans: readonly StackPlan[], touched: Touched, input: ReviewInput): readonly Note[] {
  const said = touchesOf(touched).flatMap((touch) => {
    const messages = [
      ...(touch.effect === 'unknown' ? [touch.note] : []),
      ...(touch.notKnown === undefined ? [] : [touch.notKnown]),
      ...touch.forcing
        .filter(({ after }) => after === afterApply)
        .map(({ attribute }) => `${attribute} is known only after the apply`),
    ];
    return messages.map((message) => ({ touch, message }));
  });
  return [
    ...unplanned(input),
    ...plans.flatMap(({ stack, deferred }) =>
      deferred.map(({ address }) => ({
        stack,
        address,
        message: 'Terraform puts it off to a later plan: what it does then is not known',
      })),
    ),
    ...plans
      .filter(({ isComplete, deferred }) => !isComplete && deferred.length === 0)
      .map(({ stack }) => ({
        stack,
        address: null,
        message: 'the plan covers part of its stack only, as with -target',
      })),
    ...grouped(said),
  ];
}

function impossibleOf(touched: Touched): readonly Note[] {
  return grouped(
    touchesOf(touched)
      .filter(({ effect }) => effect === 'refused' || effect === 'recorded')
      .map((touch) => ({
        touch,
        message: `${touch.effect === 'refused' ? 'the apply stops' : 'recorded and not done'}: ${touch.note}`,
      })),
  );
}

function stacksOf(plans: readonly StackPlan[], input: ReviewInput): readonly StackReview[] {
  const kinds = { network: 1, enrolment: 2, claim: 3 } as const;
  const waves = new Map(
    [...(input.base?.models ?? []), ...(input.head?.models ?? [])].flatMap(({ stacks }) =>
      stacks.map(({ name, kind }) => [name, kinds[kind]] as const),
    ),
  );
  const wave = (name: string) => waves.get(name) ?? null;
  const planned = plans.map((plan): StackReview => {
    const counted = (action: PlannedAction) =>
      plan.changes.filter((change) => change.action === action).length;
    const changes = {
      create: counted('create'),
      update: counted('update'),
      delete: counted('delete'),
      replace: counted('replace'),
      forget: counted('forget'),
    };
    const isEmpty = Object.values(changes).every((count) => count === 0);
    return {
      name: plan.stack,
      state: isEmpty ? 'no-changes' : 'planned',
      wave: wave(plan.stack),
      changes,
      seconds: input.seconds.get(plan.stack) ?? null,
      why: plan.isComplete ? null : 'covers part of the stack only',
      terraform: plan.terraform,
    };
  });
  const none = { create: 0, update: 0, delete: 0, replace: 0, forget: 0 };
  const missing = input.notPlanned.map(
    ({ stack, why }): StackReview => ({
      name: stack,
      state: 'not-planned',
      wave: wave(stack),
      changes: none,
      seconds: null,
      why,
      terraform: null,
    }),
  );
  const untouched = input.untouched.map(
    (name): StackReview => ({
      name,
      state: 'not-affected',
      wave: wave(name),
      changes: none,
      seconds: null,
      why: null,
      terraform: null,
    }),
  );
  return [...planned, ...missing, ...untouched].sort(
    (a, b) => (a.wave ?? 9) - (b.wave ?? 9) || compareText(a.name, b.name),
  );
}

/** Every machine of the definition, in its rack or in none, with what is done to it. */
function placesOf({ base, head }: ReviewInput, servers: readonly ServerReview[]): Pick<Review, Places> {
  const touched = new Map(servers.map(({ site, name, id }) => [atSite(site ?? '', name), id]));
  const models = head?.models ?? base?.models ?? [];
  const perSite = models.map(({ site, clusters }) => {
    const slots = new Map(
      clusters.flatMap((cluster) => cluster.slots.map((slot) => [slot.asset, slot] as const)),
    );
    const known = (asset: string) => ({
      asset,
      server: touched.get(atSite(site.name, asset)) ?? null,
      slot: slots.get(asset)?.name ?? null,
      tenant: slots.get(asset)?.tenant ?? null,
    });
    const names = new Set(site.racks.map(({ name }) => name));
    return {
      racks: site.racks.map(
        (rack): RackView => ({
          site: site.name,
          name: rack.name,
          units: rack.units,
          machines: site.machines
            .filter((machine) => machine.rack === rack.name)
            .map(({ asset, unit, hardware: { units } }) => ({ ...known(asset), unit, units })),
        }),
      ),
      unracked: site.machines
        .filter(({ rack }) => rack === null || !names.has(rack))
        .map(({ asset }): UnrackedView => ({ site: site.name, ...known(asset) })),
    };
  });
  return {
    racks: perSite.flatMap(({ racks }) => racks),
    unracked: perSite.flatMap(({ unracked }) => unracked),
  };
}

type Places = 'racks' | 'unracked';
