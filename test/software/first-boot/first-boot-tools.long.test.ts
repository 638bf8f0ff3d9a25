import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { findNetplan, findPythonTool } from '../../../scripts/day2-tools/find.js';
import { ironicDialects } from '../../../src/facts/providers/ironic-dialects.js';
import { loadProject } from '../../../src/inventory/load.js';
import { resolve } from '../../../src/model/resolve.js';
import type { SiteModel, SlotModel } from '../../../src/model/types.js';
import { networkData } from '../../../src/software/first-boot/network-data.js';
import { userData } from '../../../src/software/first-boot/user-data.js';
import { fromRoot } from '../../support/project-root.js';
import { runTool, tellMissing } from '../../support/tools.js';

const cloudInit = findPythonTool('cloud-init');
const netplan = findNetplan();
const isMissing = tellMissing('cloud-init and netplan', cloudInit, netplan);

const sites = [
  ['training', 'dc1'],
  ...['dc2', 'dc3', 'edge1'].map((site) => ['inference', site]),
  ...['north', 'south', 'west'].map((site) => ['ironic', site]),
] as const;

interface Case {
  readonly title: string;
  readonly slot: SlotModel;
  readonly model: SiteModel;
}

/** One slot of each pool: its others differ in names and addresses. */
const cases: readonly Case[] = sites.flatMap(([example = '', site = '']) => {
  const { definition } = loadProject(fromRoot('examples', example));
  const { model } = resolve(definition, { site, lock: null });
  if (model === null) throw new Error(`${example} does not resolve at ${site}`);
  const slots = model.clusters.flatMap((cluster) => cluster.slots);
  const first = slots.filter(
    (slot, at) => slots.findIndex((one) => one.cluster === slot.cluster && one.pool === slot.pool) === at,
  );
  return first.map((slot) => ({ title: `${slot.name} of ${example} at ${site}`, slot, model }));
});
const withNetworkData = cases.filter(({ model }) => {
  const { ironic } = model.site.provisioner;
  return ironic !== null && ironicDialects[ironic.dialect].values !== 'strings';
});

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rackform-boot-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** What networkd is told by a netplan file, all units in one text. */
function unitsOf(text: string): string {
  const file = join(root, 'etc/netplan/60-rackform.yaml');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o600 });
  const { code, all } = runTool(netplan, ['--root-dir', root]);
  expect({ code, all }).toEqual({ code: 0, all: '' });
  const folder = join(root, 'run/systemd/network');
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

interface UserData {
  readonly write_files?: readonly { readonly path: string; readonly content: string }[];
  readonly bootcmd?: readonly (readonly string[])[];
}

/** Netplan files that user data writes: rails as a file, all other NICs from a script where Ironic hands over nothing. */
function netplansIn(text: string): readonly string[] {
  const { write_files: files = [], bootcmd = [] } = parse(text, { version: '1.1' }) as UserData;
  const written = files.filter(({ path }) => path.startsWith('/etc/netplan/')).map(({ content }) => content);
  const scripts = bootcmd.flatMap((words) => {
    const [, inner] = /<<'NETPLAN'\n([\s\S]*?)NETPLAN\n/.exec(words.at(-1) ?? '') ?? [];
    return inner === undefined ? [] : [inner];
  });
  return [...written, ...scripts];
}

describe.skipIf(isMissing)('every pool of the examples', () => {
  test.each(cases)('user data of $title is valid to cloud-init', ({ slot, model }) => {
    const file = join(root, 'user-data');
    writeFileSync(file, userData(slot, model));
    const { code, all } = runTool(cloudInit, ['schema', '--config-file', file]);
    expect({ code, all: all.trim() }).toEqual({ code: 0, all: `Valid cloud-config: ${file}` });
  });

  test('cloud-init refuses what is not valid', () => {
    const file = join(root, 'user-data');
    writeFileSync(file, '#cloud-config\nwrite_files: [{ content: a path is missing }]\n');
    expect(runTool(cloudInit, ['schema', '--config-file', file]).code).not.toBe(0);
  });

  test.each(cases.filter(({ slot, model }) => netplansIn(userData(slot, model)).length > 0))(
    'netplan takes what user data of $title writes, with every address in it',
    ({ slot, model }) => {
      const written = netplansIn(userData(slot, model));
      // Rails are found by their address at boot, and called as the NIC is.
      const named = slot.rails.reduce(
        (text, { rail, nic }) => text.replace(`rackform-rail-${String(rail).padStart(2, '0')}:`, `${nic}:`),
        written[0] ?? '',
      );
      unitsOf(named);
      const units = written.map(unitsOf).join('\n');
      for (const { address, prefixLength, table } of slot.rails) {
        if (address === null) continue;
        expect(units).toContain(`Address=${address}/${prefixLength}`);
        expect(units).toContain(`Table=${table}`);
        expect(units).toContain(`From=${address}`);
      }
    },
  );

  test.each(withNetworkData)('cloud-init makes of network data of $title what netplan takes', ({ slot }) => {
    const file = join(root, 'network_data.json');
    writeFileSync(file, JSON.stringify(networkData(slot)));
    const nics = slot.ports.flatMap((port) => port.nics);
    const { code, all } = runTool(cloudInit, [
      ...['devel', 'net-convert', '--kind', 'network_data.json', '--network-data', file],
      ...['--distro', 'ubuntu', '--output-kind', 'netplan', '--directory', join(root, 'made')],
      ...nics.flatMap(({ name, mac }) => ['--mac', `${name},${mac}`]),
    ]);
    expect({ code, all }).toMatchObject({ code: 0 });
    const units = unitsOf(readFileSync(join(root, 'made/etc/netplan/50-cloud-init.yaml'), 'utf8'));
    const links = slot.ports.flatMap((port) => port.links);
    for (const { address, prefixLength, gateway, gatewayAddress } of links) {
      if (address !== null) expect(units).toContain(`Address=${address}/${prefixLength}`);
      if (gateway && gatewayAddress !== null) expect(units).toContain(`Gateway=${gatewayAddress}`);
    }
    for (const { mtu } of slot.ports) expect(units).toContain(`MTUBytes=${mtu}`);
  });

  test('netplan has no complaint to hide: it refuses what is not valid', () => {
    const file = join(root, 'etc/netplan/60-wrong.yaml');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'network: { ethernets: { eno1: { adresses: [] } } }\n', { mode: 0o600 });
    expect(runTool(netplan, ['--root-dir', root]).code).not.toBe(0);
  });
});
