import { expect, test } from 'vitest';
import type { Definition } from '../../src/definition/definition.js';
import { parseDefinition } from '../../src/definition/parse.js';
import { unreadable } from '../../src/definition/raw.js';

const head = { domain: 'x.example', provisioner: { type: 'maas' } };
const project = { organization: 'example', tenants: { red: {} }, deployments: [{ cluster: 'c', site: 'x' }] };

function parse(parts: { project?: unknown; site?: unknown; cluster?: unknown; hardware?: unknown }) {
  return parseDefinition({
    project: 'project' in parts ? parts.project : project,
    sites: 'site' in parts ? { x: parts.site } : {},
    clusters: 'cluster' in parts ? { c: parts.cluster } : {},
    hardware: 'hardware' in parts ? { p: parts.hardware } : {},
  } as unknown as Definition);
}

test('a bad machine is set aside, and all others are there', () => {
  const parsed = parse({ site: { ...head, machines: { a: { unit: 1 }, b: { unit: 0 }, d: { unit: 3 } } } });
  expect(Object.keys(parsed.sites['x']?.machines ?? {})).toEqual(['a', 'd']);
  expect(parsed.setAside).toEqual([{ document: 'site/x', path: ['machines', 'b'] }]);
  expect(parsed.isSetAside('site/x', ['machines', 'b', 'unit'])).toBe(true);
  expect(parsed.isSetAside('site/x', ['machines', 'a'])).toBe(false);
});

test('a bad pool is set aside, and its cluster goes on', () => {
  const pools = { gpu: { role: 'gpu', count: 'many' }, login: { role: 'login', count: 1 } };
  const parsed = parse({
    cluster: { tenant: 'red', mode: 'dedicated', pools, overrides: { pools: { gpu: { count: -1 } } } },
  });
  expect(Object.keys(parsed.clusters['c']?.pools ?? {})).toEqual(['login']);
  expect(parsed.issues.map((issue) => issue.at.path.join('.'))).toEqual([
    'pools.gpu.count',
    'overrides.pools.gpu.count',
  ]);
});

test('a cluster whose tenant is wrong is set aside whole, and its pools are checked all the same', () => {
  const parsed = parse({ cluster: { tenant: 5, pools: { gpu: { role: 'gpo' } } } });
  expect(parsed.clusters).toEqual({});
  expect(parsed.isSetAside('cluster/c', [])).toBe(true);
  expect(parsed.issues.map((issue) => issue.at.path.join('.'))).toEqual(['tenant', 'pools.gpu.role']);
});

test('a wrong field of a site hides none of its machines', () => {
  const parsed = parse({ site: { ...head, domain: 'UPPER', ntp: 5, machines: { a: { unit: 1 } } } });
  expect(parsed.sites['x']).toMatchObject({ domain: 'invalid', machines: { a: { unit: 1 } } });
  expect(parsed.isSetAside('site/x', ['domain'])).toBe(true);
  expect(parsed.isSetAside('site/x', ['ntp'])).toBe(true);
  expect(parsed.sites['x']?.ntp).toBeUndefined();
});

test('a wrong deployment keeps its place, so that the others keep their index', () => {
  const deployments = [
    { cluster: 'c', site: 5 },
    { cluster: 'c', site: 'x' },
  ];
  const parsed = parse({ project: { ...project, deployments } });
  expect(parsed.project?.deployments[1]).toEqual({ cluster: 'c', site: 'x' });
  expect(parsed.setAside).toEqual([{ document: 'project', path: ['deployments', 0] }]);
});

test('documents that are no maps, or missing, are problems of their own', () => {
  for (const [raw, code] of [
    [undefined, 'SHAPE_INVALID_TYPE'],
    [null, 'SHAPE_INVALID_TYPE'],
    ['text', 'SHAPE_INVALID_TYPE'],
    [[1], 'SHAPE_INVALID_TYPE'],
  ] as const) {
    const parsed = parse({ project: raw, site: raw });
    expect(parsed.issues.map((issue) => [issue.code, issue.at.document])).toEqual([
      [code, 'project'],
      [code, 'site/x'],
    ]);
    expect([parsed.project, parsed.sites]).toEqual([null, {}]);
  }
});

test('what could not be read is set aside without a second problem', () => {
  const parsed = parse({
    project: unreadable,
    site: { ...head, machines: { a: unreadable }, racks: unreadable },
  });
  expect(parsed.issues).toEqual([]);
  expect(parsed.setAside.map(({ document, path }) => [document, ...path].join('.'))).toEqual([
    'project',
    'site/x.racks',
    'site/x.machines.a',
  ]);
});

test('a record left undefined, as a conditional spread leaves it, is not there', () => {
  const parsed = parse({ site: { ...head, machines: { a: undefined, b: {} }, ntp: undefined } });
  expect(parsed.issues).toEqual([]);
  expect(Object.keys(parsed.sites['x']?.machines ?? {})).toEqual(['b']);
});

test('unknown keys suggest the nearest, or say what there is', () => {
  const { issues } = parse({
    site: { ...head, macines: {}, zzz: 1, racks: { r: { unit: 5, cooling: 'ari' } } },
  });
  expect(
    issues.map((issue) => `${issue.at.path.join('.')}: ${issue.message} (${issue.hint})`),
  ).toMatchInlineSnapshot(`
    [
      "racks.r.cooling: must be air, rear-door or liquid, got "ari" (did you mean "air"?)",
      "racks.r.unit: unknown key "unit" (did you mean "units"?)",
      "macines: unknown key "macines" (did you mean "machines"?)",
      "zzz: unknown key "zzz" (known keys are description, domain, domainMode, provisioner, routingDomain, ntp, software, modules, racks, fabrics, vlanPools, tenantNumbers, networks, zones, images, credentials, defaults, machines, acknowledge)",
    ]
  `);
});

test('messages name the range, the alternatives and what was found', () => {
  const { issues } = parse({
    site: {
      ...head,
      racks: { r: { units: 61, derate: 0, feeds: { a: { capacityWatts: '3000' } }, zone: '' } },
      networks: {
        n: {
          purpose: 'rails',
          mtu: 9000.5,
          vlan: 4095,
          dhcp: { by: 'relay' },
          subnets: { s: { cidr: 5, dns: [] } },
        },
      },
      machines: { GPU_1: { serial: 12, unit: null, nics: { eth0: { mac: '02' } } } },
    },
  });
  expect(
    issues.map((issue) => `${issue.at.path.join('.')}: ${issue.message} [${issue.code}]`),
  ).toMatchInlineSnapshot(`
    [
      "racks.r.units: must be from 1 to 60, got 61 [SHAPE_TOO_BIG]",
      "racks.r.feeds.a.capacityWatts: must be a number above 0, got "3000" [SHAPE_INVALID_TYPE]",
      "racks.r.derate: must be above 0 and at most 1, got 0 [SHAPE_TOO_SMALL]",
      "racks.r.zone: must be a lower-case DNS label (a-z, 0-9, -), got "" [SHAPE_INVALID_FORMAT]",
      "networks.n.purpose: must be bmc, provisioning, in-band, storage, rail or front-end, got "rails" [SHAPE_INVALID_VALUE]",
      "networks.n.vlan: must be from 0 to 4094, got 4095 [SHAPE_TOO_BIG]",
      "networks.n.mtu: must be a whole number from 552 to 65535, got 9000.5 [SHAPE_INVALID_TYPE]",
      "networks.n.subnets.s.cidr: must be text, got 5 [SHAPE_INVALID_TYPE]",
      "networks.n.dhcp.to: is missing [SHAPE_MISSING]",
      "machines.GPU_1: the name must be a lower-case DNS label (a-z, 0-9, -), got "GPU_1" [SHAPE_NAME]",
      "machines.GPU_1.serial: must be text, got 12 [SHAPE_INVALID_TYPE]",
      "machines.GPU_1.unit: must be a whole number from 1 to 60, got nothing [SHAPE_INVALID_TYPE]",
      "machines.GPU_1.nics.eth0.mac: must be a MAC address such as 02:00:5e:00:53:01 (8 or 20 octets for InfiniBand), got "02" [SHAPE_INVALID_FORMAT]",
    ]
  `);
});

test('a union that is told apart by its kind points into the form that was meant', () => {
  const { issues } = parse({
    site: { ...head, networks: { n: { purpose: 'rail', vlan: { pool: 5, x: 1 } } } },
  });
  expect(issues.map((issue) => issue.at.path.join('.'))).toEqual([
    'networks.n.vlan.pool',
    'networks.n.vlan.x',
  ]);
});

test('values that are no plain data are refused, and never walked', () => {
  const circle: Record<string, unknown> = { role: 'gpu', count: 1 };
  circle['userData'] = { circle };
  let deep: unknown = 1;
  for (let level = 0; level < 20_000; level += 1) deep = [deep];
  for (const [userData, code] of [
    [{ at: new Date(0) }, 'SHAPE_NOT_DATA'],
    [{ run: () => 1 }, 'SHAPE_NOT_DATA'],
    [{ big: 1n }, 'SHAPE_NOT_DATA'],
    [{ map: new Map() }, 'SHAPE_NOT_DATA'],
    [deep, 'SHAPE_TOO_DEEP'],
    [circle, 'SHAPE_CIRCULAR'],
  ] as const) {
    const parsed = parse({
      cluster: { tenant: 'red', mode: 'dedicated', pools: { gpu: { role: 'gpu', count: 1, userData } } },
    });
    expect(parsed.issues.map((issue) => issue.code)).toContain(code);
    expect(parsed.clusters).toEqual({});
  }
});

test('the name __proto__ is refused, and records called constructor are found only where they are', () => {
  const raw = JSON.parse(
    '{"machines":{"__proto__":{"unit":1},"constructor":{"unit":2}},"__proto__":{}}',
  ) as object;
  const parsed = parse({ site: { ...raw, ...head } });
  expect(parsed.issues.map((issue) => [issue.code, issue.at.path.join('.')])).toEqual([
    ['SHAPE_NAME', 'machines.__proto__'],
    ['SHAPE_NAME', '__proto__'],
  ]);
  expect(parsed.sites['x']?.machines?.['constructor']).toEqual({ unit: 2 });
  expect(parse({ site: head }).sites['constructor']).toBeUndefined();
});

test('a document with a bad name is checked and set aside', () => {
  const parsed = parseDefinition({
    project,
    sites: { 'Site A': { ...head, domain: 5 } },
    clusters: {},
    hardware: {},
  } as unknown as Definition);
  expect(parsed.issues.map((issue) => [issue.code, issue.hint])).toEqual([
    ['SHAPE_INVALID_TYPE', 'write it in quotes'],
    ['SHAPE_NAME', 'for instance "site-a"'],
  ]);
  expect(parsed.sites).toEqual({});
});

test('parses ten thousand machines of ten NICs in about a second', () => {
  const nics = Object.fromEntries(
    Array.from({ length: 10 }, (_, nic) => [
      `eth${nic}`,
      { mac: `02:00:00:00:00:0${nic}`, switch: 'leaf', port: `e${nic}` },
    ]),
  );
  const machines = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [
      `m-${index}`,
      { serial: `s${index}`, rack: 'r', unit: 1, nics: { ...nics } },
    ]),
  );
  const start = performance.now();
  const parsed = parse({ site: { ...head, machines } });
  const seconds = (performance.now() - start) / 1000;
  expect(parsed.issues).toEqual([]);
  // Takes 0.4 s alone on two cores; the margin is for neighbours.
  expect(seconds).toBeLessThan(3);
});
