import { instance } from '@viz-js/viz';
import { describe, expect, test } from 'vitest';
import { columnsSvg } from '../../../src/cli/graph/columns-svg.js';
import { type Diagram, idOf } from '../../../src/cli/graph/diagram.js';
import { dotOf } from '../../../src/cli/graph/dot.js';
import { networkDiagram } from '../../../src/cli/graph/network-diagram.js';
import { rackDiagram } from '../../../src/cli/graph/rack-diagram.js';
import { rackSvg } from '../../../src/cli/graph/rack-svg.js';
import { tenantDiagram } from '../../../src/cli/graph/tenant-diagram.js';
import { inert } from '../../../src/cli/render/inert.js';
import { changed, named, soundModel } from '../../support/inventory-fixture.js';
import { exampleModel } from '../../support/model-fixture.js';
import { hostileModel } from './hostile-model.js';

const subjects = { rack: rackDiagram, network: networkDiagram, tenant: tenantDiagram };
const models = { sound: soundModel(), example: exampleModel(), hostile: hostileModel() };

const cases = Object.entries(subjects).flatMap(([subject, draw]) =>
  Object.entries(models).map(([name, model]) => ({ subject, name, diagram: draw(model) })),
);

const titled = ({ nodes }: Diagram, title: string) => {
  const found = nodes.find((node) => node.title === title);
  if (found === undefined) throw new Error(`no box ${title}: ${nodes.map((node) => node.title).join(', ')}`);
  return found;
};

/** Titles at the other end of the lines of a box. */
const neighbours = (diagram: Diagram, title: string) => {
  const { id } = titled(diagram, title);
  const titles = new Map(diagram.nodes.map((node) => [node.id, node.title]));
  return diagram.edges.flatMap(({ from, to }) =>
    from === id ? [titles.get(to)] : to === id ? [titles.get(from)] : [],
  );
};

describe.each(cases)('the $subject diagram of the $name model', ({ diagram }) => {
  test('has each box once, and lines between boxes that are there', () => {
    const ids = diagram.nodes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { from, to } of diagram.edges) {
      expect(ids).toContain(from);
      expect(ids).toContain(to);
    }
    const groups = diagram.groups.map(({ id }) => id);
    for (const { group } of diagram.nodes) if (group !== null) expect(groups).toContain(group);
  });

  test('is read by Graphviz as it is meant: each box with its text, each line', async () => {
    const viz = await instance();
    const read = viz.renderJSON(dotOf(diagram)) as {
      objects: readonly { name: string; label?: string; nodes?: readonly number[] }[];
      edges?: readonly unknown[];
    };
    const boxes = read.objects.filter(({ nodes }) => nodes === undefined);
    const texts = diagram.nodes.map(({ id, title, lines }) => [id, [title, ...lines].map(inert)]);
    // Graphviz gives a label back as it stood between the quotes.
    const back = (text: string) =>
      text
        .split(/(?<=(?<!\\)(?:\\\\)*)\\n/)
        .map((line) => line.replaceAll(/\\(["\\])/g, '$1').replaceAll('&amp;', '&'));
    expect(boxes.map(({ name, label }) => [name, back(label ?? '')]).sort()).toEqual([...texts].sort());
    expect(read.edges ?? []).toHaveLength(diagram.edges.length);
  });
});

describe('networks', () => {
  test('stand by fabric, with their subnets, and with the pools whose machines are in them', () => {
    const diagram = networkDiagram(soundModel());
    expect(titled(diagram, 'storage')).toMatchObject({
      group: 'fabric__data',
      lines: ['storage, managed', 'VLAN 1001, MTU 9000', 'no DHCP'],
    });
    expect(neighbours(diagram, 'rail-0')).toEqual(['train-a/gpu', '203.0.113.0/26']);
    expect(neighbours(diagram, 'in-band')).toEqual(['train-a/control', 'train-a/gpu', '198.51.100.0/24']);
    expect(titled(diagram, 'bmc').group).toBe('outside');
    expect(titled(diagram, 'pxe').lines).toContain('DHCP by rack-1 and rack-2');
  });
});

describe('tenants', () => {
  test('lead to their clusters, pools, machines and networks', () => {
    const diagram = tenantDiagram(soundModel());
    expect(neighbours(diagram, 'red')).toEqual(['train-a']);
    expect(neighbours(diagram, 'blue')).toEqual([]);
    expect(neighbours(diagram, 'gpu-[1-2]')).toEqual(['gpu']);
    expect(titled(diagram, 'gpu-[1-2]').lines).toEqual(['2 machines', 'in r[01-02]']);
    expect(neighbours(diagram, 'rail-0')).toEqual(['gpu']);
  });

  test('have partitions of their own on a rail that others use too', () => {
    const diagram = tenantDiagram(
      changed((model) => {
        for (const { rails } of model.clusters.flatMap(({ slots }) => slots)) {
          for (const rail of rails) rail.pkey = 0x2001;
        }
      }),
    );
    expect(titled(diagram, 'rail-0')).toMatchObject({
      id: 'partition__rail_2d_0__8193',
      lines: ['P_Key 0x2001'],
    });
  });
});

describe('racks', () => {
  test('say what stands in them, and machines in none are not forgotten', () => {
    const model = changed(({ site }) => {
      named(site.machines, 'gpu-3').rack = null;
    });
    const diagram = rackDiagram(model);
    expect(titled(diagram, 'rack r02').lines).toEqual([
      '6 of 42 units',
      'feeds a 11000 W, b 11000 W',
      '2 cpu-1u: cpu-[2-3]',
      '1 gpu-2u: gpu-2',
    ]);
    expect(titled(diagram, 'in no rack').lines).toEqual(['1 gpu-2u: gpu-3']);
    expect(rackSvg(model)).toContain('in no rack: gpu-3');
  });

  test('are drawn to scale', () => {
    const boxes = [
      ...rackSvg(soundModel()).matchAll(/<title>(gpu-1|cpu-1),.*?<rect class="t0".*? height="(\d+)"/g),
    ];
    // A machine of two units is as high as two of one, with what is between them.
    expect(Object.fromEntries(boxes.map(([, name, height]) => [name, Number(height)]))).toEqual({
      'cpu-1': 15,
      'gpu-1': 32,
    });
  });

  test('are drawn with what stands above their top, and without a known unit', () => {
    const text = rackSvg(
      changed(({ site }) => {
        named(site.machines, 'gpu-1').unit = 42;
        named(site.machines, 'cpu-1').unit = null;
      }),
    );
    expect(text).toContain('unit not known: cpu-1');
    expect(text).toContain(`height="${43 * 17}"`);
  });
});

test('an id is of plain characters, and no two things share one', () => {
  const names = ['a-b', 'a_b', 'a__b', 'ab', 'a_2d_b', 'A-b', 'ä', '𝒳', ''];
  const ids = names.flatMap((one) => names.map((other) => idOf(one, other)));
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^\w*$/);
});

test('a drawing holds nothing that acts, and nothing from outside', () => {
  const model = hostileModel();
  for (const text of [rackSvg(model), columnsSvg(networkDiagram(model)), columnsSvg(tenantDiagram(model))]) {
    expect(text).not.toMatch(/<script|[\u202e\u2028]|href|url\(|@import|on\w+=/);
    expect(text).not.toContain('\u001b');
  }
});
