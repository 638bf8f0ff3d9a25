import type { Forcing, Note, Place, Review, Row } from './report.js';

/** A piece of a line: `name` is of unknown origin and shown as code, `text` may hold names too, and is prose. */
export interface Piece {
  readonly kind: 'name' | 'text';
  readonly value: string;
}

export interface Line {
  readonly cells: readonly (readonly Piece[])[];
  /** Never cut: a wipe or a refusal. */
  readonly must: boolean;
  readonly tone: 'bad' | 'warning' | 'good' | 'plain';
  /** Index in the rows of the report, of a line that is one of them. */
  readonly row: number | null;
}

/** A part of the report. With columns it is a table, without it is a list. */
export interface Section {
  readonly title: string;
  readonly columns: readonly string[];
  readonly lines: readonly Line[];
}

const name = (value: string): Piece => ({ kind: 'name', value });
const text = (value: string): Piece => ({ kind: 'text', value });
const line = (cells: readonly (readonly Piece[])[], more: Partial<Omit<Line, 'cells'>> = {}): Line => ({
  cells,
  must: false,
  tone: 'plain',
  row: null,
  ...more,
});

/** The sections of a report in the order in which they are read; empty ones are left out. */
export function sectionsOf(review: Review): readonly Section[] {
  return [
    refusals(review),
    effects(review),
    joins(review),
    causes(review),
    later(review),
    ...tenants(review),
    network(review),
    ...capacity(review),
    order(review),
    notes('Not known', review.notKnown, 'warning'),
    notes('Impossible', review.impossible, 'bad'),
  ].filter((section) => section.lines.length > 0);
}

function placed(place: Place | null): readonly Piece[] {
  return place === null ? [] : [text(' at '), name(`${place.file}:${place.line}`)];
}

function refusals(review: Review): Section {
  return {
    title: 'Refused',
    columns: [],
    lines: review.refusals.map(({ rule, message, place }) =>
      line([[name(rule), text(` ${message}`), ...placed(place)]], { must: true, tone: 'bad' }),
    ),
  };
}

const tones: Readonly<Partial<Record<Row['effect'], Line['tone']>>> = {
  wipe: 'bad',
  orphan: 'bad',
  unknown: 'bad',
  reimage: 'warning',
  deploy: 'good',
  enrol: 'good',
};

function forcingPieces(forcing: readonly Forcing[]): readonly Piece[] {
  return forcing
    .slice(0, 5)
    .flatMap(({ attribute, before, after }, index): Piece[] => [
      ...(index === 0 ? [] : [text('; ')]),
      name(attribute),
      ...(before === null ? [] : [text(' '), name(before)]),
      text(before === null ? ' set to ' : ' to '),
      after === null ? text('nothing') : name(after),
      ...(index === 4 && forcing.length > 5 ? [text(`; and ${forcing.length - 5} more`)] : []),
    ]);
}

function effects(review: Review): Section {
  return {
    title: 'Servers by effect',
    columns: ['Effect', 'What', 'Erase', 'From', 'Because'],
    lines: review.rows.map((row, index) => {
      const count = row.servers.length > 1 ? ` (${row.servers.length})` : '';
      const isSame = row.slots === '' || row.slots === row.names;
      return line(
        [
          [text(row.effect === 'wipe' ? 'WIPE' : row.effect)],
          [name(row.names), text(count), ...(isSame ? [] : [text(' slot '), name(row.slots)])],
          [text(row.erase ?? '')],
          [text(`${row.cause}: ${row.why}`), ...placed(row.place)],
          [...forcingPieces(row.forcing), text(`${row.forcing.length > 0 ? ': ' : ''}${row.note}`)],
        ],
        {
          must: row.effect === 'wipe' || row.effect === 'orphan',
          tone: tones[row.effect] ?? 'plain',
          row: index,
        },
      );
    }),
  };
}

function joins(review: Review): Section {
  return {
    title: 'Same server, two addresses',
    columns: [],
    lines: review.joins.map((join) =>
      line(
        [
          [
            text(join.destroys === 'wipe' ? 'this wipes ' : 'this removes and enrols again '),
            name(join.server),
            text(' by renaming it: '),
            name(join.from),
            text(' and '),
            name(join.to),
            text(' are one by '),
            name(join.by),
            text('. Instead: '),
            name(join.wayOut.replaceAll(/\s*\n\s*/g, ' ')),
          ],
        ],
        { must: join.destroys === 'wipe', tone: 'bad' },
      ),
    ),
  };
}

function causes(review: Review): Section {
  return {
    title: 'Causes',
    columns: [],
    lines: review.causes.map(({ kind, text: why, rows }) =>
      line([[text(`${kind}: ${why} (${rows.length === 1 ? '1 row' : `${rows.length} rows`})`)]]),
    ),
  };
}

function later(review: Review): Section {
  return {
    title: 'Not yet in effect: at the next reimage or step',
    columns: ['Slots', 'Field', 'Runs', 'Will run', 'From'],
    lines: review.later.map(({ site, names, field, before, after, cause, why, place }) =>
      line([
        [name(names), ...atSite(review, site)],
        [name(field)],
        before === null ? [text('nothing')] : [name(before)],
        after === null ? [text('nothing')] : [name(after)],
        [text(`${cause}: ${why}`), ...placed(place)],
      ]),
    ),
  };
}

function tenants(review: Review): readonly Section[] {
  if (review.tenants === null) return [];
  const { isolation, handOvers } = review.tenants;
  return [
    {
      title: 'Tenants: isolation',
      columns: ['Site', 'Between', 'Before', 'After', 'In common, undeclared'],
      lines: foldedPairs(isolation).map(({ site, pairs, before, after, shared }) =>
        line(
          [
            [name(site)],
            [name(pairs.join(', '))],
            [text(before ?? 'not there')],
            [text(after ?? 'not there')],
            shared.length === 0 ? [text('')] : [name(shared.slice(0, 5).join('; '))],
          ],
          { tone: after === 'shared' ? 'warning' : 'plain' },
        ),
      ),
    },
    {
      title: 'Tenants: what changes hands',
      columns: ['What', 'From', 'To', 'Erase between', 'Carried by the base'],
      lines: handOvers.map(({ kind, name: what, from, to, erase, baseHadErase }) =>
        line([
          [text(`${kind} `), name(what)],
          from === null ? [text('nobody')] : [name(from)],
          to === null ? [text('nobody')] : [name(to)],
          [text(kind === 'server' ? (erase ?? 'none') : '')],
          [text(kind !== 'server' ? '' : baseHadErase === null ? 'not known' : baseHadErase ? 'yes' : 'NO')],
        ]),
      ),
    },
  ];
}

type Pair = NonNullable<Review['tenants']>['isolation'][number];

/** Pairs of one site of which the same is to be said, together; what this change does comes first. */
function foldedPairs(isolation: readonly Pair[]): readonly (Omit<Pair, 'tenants'> & { pairs: string[] })[] {
  const groups = new Map<string, Omit<Pair, 'tenants'> & { pairs: string[] }>();
  for (const { tenants: two, ...same } of isolation) {
    const key = JSON.stringify(same);
    const group = groups.get(key) ?? { ...same, pairs: [] };
    group.pairs.push(two.join(' and '));
    groups.set(key, group);
  }
  const isChanged = ({ before, after }: { before: unknown; after: unknown }) => before !== after;
  return [...groups.values()].sort((a, b) => Number(isChanged(b)) - Number(isChanged(a)));
}

/** Names of racks, networks and slots are those of one site: where there are several, it is said which. */
function atSite(review: Review, site: string | null): readonly Piece[] {
  const sites = new Set(review.racks.map((rack) => rack.site));
  return site === null || sites.size < 2 ? [] : [text(' at '), name(site)];
}

function network(review: Review): Section {
  return {
    title: 'Network',
    columns: ['Change', 'What', 'Before', 'After', 'Who depends on it'],
    lines: review.network.map(({ kind, site, subject, before, after, dependents }) =>
      line([
        [text(kind)],
        [name(subject), ...atSite(review, site)],
        before === null ? [text('')] : [name(before)],
        after === null ? [text('')] : [name(after)],
        dependents === '' ? [text('')] : [name(dependents)],
      ]),
    ),
  };
}

interface Course {
  readonly before: number;
  readonly during: number;
  readonly after: number;
}
const courseCells = ({ before, during, after }: Course, unit = '') =>
  [before, during, after].map((value) => [text(`${value}${unit}`)]);

function capacity(review: Review): readonly Section[] {
  if (review.capacity === null) return [];
  const { tenants: owners, racks, feeds, quorums } = review.capacity;
  const isMoving = ({ before, during, after }: Course) => before !== during || during !== after;
  const lines = [
    ...owners.flatMap(({ site, name: who, servers, gpus }) => {
      const owner = [text('tenant '), name(who), ...atSite(review, site)];
      return [
        ...(isMoving(servers) ? [line([[...owner, text(', servers')], ...courseCells(servers)])] : []),
        ...(isMoving(gpus) ? [line([[...owner, text(', GPUs')], ...courseCells(gpus)])] : []),
      ];
    }),
    ...racks
      .filter(({ servers }) => isMoving(servers))
      .map(({ site, name: rack, servers }) =>
        line([
          [text('rack '), name(rack), ...atSite(review, site), text(', servers')],
          ...courseCells(servers),
        ]),
      ),
    ...feeds
      .filter(({ watts }) => isMoving(watts))
      .map(({ site, rack, feed, watts, capacityWatts }) =>
        line(
          [
            [
              text('feed '),
              name(`${rack}/${feed}`),
              ...atSite(review, site),
              text(`, of ${capacityWatts} W`),
            ],
            ...courseCells(watts, ' W'),
          ],
          { tone: watts.after > capacityWatts ? 'bad' : 'plain' },
        ),
      ),
  ];
  return [
    { title: 'Capacity and power', columns: ['What', 'Before', 'While it runs', 'After'], lines },
    {
      title: 'Control planes',
      columns: ['Group', 'Before', 'While it runs', 'After', 'Quorum'],
      lines: quorums
        .filter(({ servers, holds }) => isMoving(servers) || !holds)
        .map(({ site, group, servers, quorum, holds }) =>
          line(
            [
              [name(group), ...atSite(review, site)],
              ...courseCells(servers),
              [text(`${quorum}: ${holds ? 'holds' : 'LOST'}`)],
            ],
            {
              tone: holds ? 'plain' : 'bad',
              must: !holds,
            },
          ),
        ),
    },
  ];
}

function order(review: Review): Section {
  return {
    title: 'Order and time',
    columns: ['Wave', 'Stack', 'Creates', 'Updates', 'Replaces', 'Deletes', 'Time'],
    lines: review.stacks
      .filter(({ state }) => state === 'planned')
      .map(({ wave, name: stack, changes, seconds }) =>
        line([
          [text(wave === null ? '' : String(wave))],
          [name(stack)],
          [text(String(changes.create))],
          [text(String(changes.update))],
          [text(String(changes.replace))],
          [text(String(changes.delete + changes.forget))],
          [
            text(
              seconds === null
                ? ''
                : `${minutes(seconds.typical)} (${minutes(seconds.low)} to ${minutes(seconds.high)})`,
            ),
          ],
        ]),
      ),
  };
}

function minutes(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function notes(title: string, all: readonly Note[], tone: Line['tone']): Section {
  return {
    title,
    columns: [],
    lines: all.map(({ stack, address, message }) =>
      line(
        [
          [
            name(address ?? stack),
            text(` ${message}`),
            ...(address === null ? [] : [text(' in '), name(stack)]),
          ],
        ],
        {
          tone,
        },
      ),
    ),
  };
}
