import { describe, expect, test } from 'vitest';
import { inert, inertJson } from '../../../src/cli/render/inert.js';
import { renderIssues } from '../../../src/cli/render/issues.js';
import { issuesJson } from '../../../src/cli/render/json.js';
import { locateIssues, printPath } from '../../../src/cli/render/located.js';
import { sarifLog } from '../../../src/cli/render/sarif.js';
import { styleFor } from '../../../src/cli/render/style.js';
import type { Issue, Locate } from '../../../src/errors.js';
import { capture } from '../capture.js';

const plain = styleFor(capture().io, 'stdout');
const options = { cwd: '/srv/project', style: plain };

const lines: Readonly<Record<string, number>> = { 'gpu-01': 12, 'gpu-02': 31 };
const locate: Locate = ({ document, path }) =>
  document === 'site/luna'
    ? { file: 'sites/luna/site.yaml', line: lines[String(path[1])] ?? 1, column: 7 }
    : undefined;

function issue(change: Partial<Issue> = {}): Issue {
  return {
    code: 'REF_UNKNOWN_PROFILE',
    severity: 'error',
    message: 'unknown profile "mi300"',
    at: { document: 'site/luna', path: ['machines', 'gpu-01', 'profile'] },
    ...change,
  };
}

const located = (...issues: readonly Issue[]) => locateIssues(issues, locate, '/srv/project');

describe('issues as text', () => {
  test('are grouped by file and ordered by line, with hints and what follows folded', () => {
    const text = renderIssues(
      located(
        issue({
          at: { document: 'cluster/train', path: ['pools', 'gpu', 'racks', 0] },
          code: 'REF_UNKNOWN_RACK',
          message: 'unknown rack "r9"',
        }),
        issue({
          at: { document: 'site/luna', path: ['machines', 'gpu-02', 'unit'] },
          severity: 'warning',
          code: 'rack/full',
          message: 'unit 44 is above the rack',
        }),
        issue({ hint: 'did you mean "mi300x"?', follows: ['a', 'b', 'c', 'd', 'e'] }),
      ),
      options,
    );
    expect(text).toMatchInlineSnapshot(`
      "sites/luna/site.yaml:12:7  error  machines.gpu-01.profile: unknown profile "mi300"  [REF_UNKNOWN_PROFILE]
          hint: did you mean "mi300x"?
          5 problems follow from it: a; b; c; and 2 more
      sites/luna/site.yaml:31:7  warning  machines.gpu-02.unit: unit 44 is above the rack  [rack/full]

      cluster/train  error  pools.gpu.racks[0]: unknown rack "r9"  [REF_UNKNOWN_RACK]
      "
    `);
  });

  test('are cut at the limit, warnings before errors, and the rest is counted by code', () => {
    const many = [
      ...Array.from({ length: 250 }, () =>
        issue({ severity: 'warning', code: 'rack/full', message: 'full' }),
      ),
      issue(),
    ];
    const text = renderIssues(located(...many), options);
    expect(text.match(/\[rack\/full\]/g)).toHaveLength(199);
    expect(text).toContain('[REF_UNKNOWN_PROFILE]');
    expect(text).toContain('and 51 more, not listed here: 51 rack/full (--json has all)');
  });

  test('of too many show some of every code, and a hint once', () => {
    const hint = 'look at the heights';
    const many = [
      ...Array.from({ length: 300 }, () => issue({ code: 'rack/full', message: 'full', hint })),
      issue({ severity: 'warning', code: 'rails/count' }),
    ];
    const text = renderIssues(located(...many), options);
    expect(text).toContain('[rails/count]');
    expect(text.split(hint)).toHaveLength(2);
    expect(text).toContain('and 101 more, not listed here: 101 rack/full');
  });

  test('leave out what is acknowledged', () => {
    expect(renderIssues(located(issue({ acknowledged: 'known since the move' })), options)).toBe('');
  });

  test('cannot act on a terminal, whatever a name is', () => {
    const hostile = 'gpu\u001b[2J\u0007\u009b31m\u202eexe\r\nerror: all is well';
    const text = renderIssues(
      located(
        issue({
          message: `unknown profile ${hostile}`,
          hint: hostile,
          follows: [hostile],
          code: hostile,
          at: { document: hostile, path: [hostile] },
        }),
      ),
      options,
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the very thing that must not be there.
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text.trimEnd().split('\n')).toHaveLength(3);
  });
});

describe('inert text', () => {
  test('shows control characters, direction marks, invisible ones and halves of pairs as escapes', () => {
    expect(inert('a\u001bb\u0085c\u200bd\u2066e\ud800f\u{e0041}g\n\t')).toBe(
      'a\\u001bb\\u0085c\\u200bd\\u2066e\\ud800f\\udb40\\udc41g\\n\\t',
    );
  });

  test('leaves words of any language and whole pairs alone', () => {
    expect(inert('Grid’5000 – Λ 服务器 🖥')).toBe('Grid’5000 – Λ 服务器 🖥');
  });

  test('keeps JSON the same to a parser', () => {
    const value = { a: 'x\u009by\u202e\u001b', b: ['\n'] };
    const text = inertJson(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(inert(text.replaceAll('\n', ''))).toBe(text.replaceAll('\n', ''));
  });
});

test('paths print as they are typed, and keys that would mislead are quoted', () => {
  expect(printPath(['pools', 'gpu', 'racks', 0])).toBe('pools.gpu.racks[0]');
  expect(printPath(['kernel', 'sysctl', 'net.core.rmem_max'])).toBe('kernel.sysctl["net.core.rmem_max"]');
});

test('JSON counts every issue, names its place and keeps the reason of an acknowledgement', () => {
  const json = issuesJson(located(issue(), issue({ acknowledged: 'known since the move' })), '/srv/project');
  expect(json['summary']).toEqual({ errors: 1, warnings: 0, acknowledged: 1 });
  expect((json['issues'] as unknown[])[1]).toEqual({
    code: 'REF_UNKNOWN_PROFILE',
    severity: 'error',
    message: 'unknown profile "mi300"',
    document: 'site/luna',
    path: 'machines.gpu-01.profile',
    file: 'sites/luna/site.yaml',
    line: 12,
    column: 7,
    hint: null,
    follows: [],
    acknowledged: 'known since the move',
  });
});

describe('SARIF', () => {
  interface Run {
    readonly tool: {
      readonly driver: {
        readonly rules: readonly { readonly id: string; readonly help: { readonly text: string } }[];
      };
    };
    readonly invocations: readonly { readonly toolExecutionNotifications: readonly unknown[] }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly message: { readonly text: string };
      readonly suppressions?: readonly unknown[];
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly locations: readonly {
        readonly physicalLocation?: { readonly artifactLocation: { readonly uri: string } };
      }[];
    }[];
  }
  const rules = [
    { id: 'rack/full', title: 'A rack holds what fits', help: 'because of gravity', severity: 'warning' },
  ] as const;
  const log = (issues: readonly Issue[], limit?: number) => {
    const made = sarifLog(located(...issues), {
      version: '1.2.3',
      root: '/srv',
      fallback: '/srv/project/rackform.yaml',
      rules,
      ...(limit === undefined ? {} : { limit }),
    });
    return (made['runs'] as readonly Run[])[0] as Run;
  };

  test('names files relative to the repository and escapes them as URIs', () => {
    const odd = issue({ position: { file: '/srv/project/sites/a b#1/site.yaml', line: 3, column: 1 } });
    const [first] = log([odd]).results;
    expect(first?.locations[0]?.physicalLocation?.artifactLocation.uri).toBe(
      'project/sites/a%20b%231/site.yaml',
    );
  });

  test('points at the project where a problem has no place of its own', () => {
    const [first] = log([issue({ at: { document: 'lock/luna', path: [] } })]).results;
    expect(first?.locations[0]?.physicalLocation?.artifactLocation.uri).toBe('project/rackform.yaml');
  });

  test('refers to rules by index, with the help of those that are known', () => {
    const run = log([issue(), issue({ code: 'rack/full', severity: 'warning' })]);
    for (const result of run.results) {
      expect(run.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
    }
    expect(run.tool.driver.rules.find(({ id }) => id === 'rack/full')?.help.text).toBe('because of gravity');
  });

  test('marks what is acknowledged as suppressed, with the reason', () => {
    expect(log([issue({ acknowledged: 'known since the move' })]).results[0]?.suppressions).toEqual([
      { kind: 'inSource', status: 'accepted', justification: 'known since the move' },
    ]);
  });

  test('keeps the fingerprint of a finding when its line moves, and tells findings apart', () => {
    const print = (change: Partial<Issue>) =>
      log([issue(change)]).results[0]?.partialFingerprints['rackform/v1'];
    expect(print({ position: { file: 'sites/luna/site.yaml', line: 99, column: 1 } })).toBe(print({}));
    expect(print({ at: { document: 'site/luna', path: ['machines', 'gpu-02', 'profile'] } })).not.toBe(
      print({}),
    );
  });

  test('says how many results it left out, and leaves out warnings first', () => {
    const run = log([issue({ severity: 'warning', code: 'rack/full' }), issue()], 1);
    expect(run.results.map(({ ruleId }) => ruleId)).toEqual(['REF_UNKNOWN_PROFILE']);
    expect(run.invocations[0]?.toolExecutionNotifications).toHaveLength(1);
  });

  test('cuts a message that services would not show whole', () => {
    expect(log([issue({ message: 'x'.repeat(5000) })]).results[0]?.message.text).toHaveLength(1000);
  });
});

describe('colours', () => {
  const painted = (isTTY: boolean, env: Readonly<Record<string, string>>, wanted?: boolean) =>
    styleFor(capture({ isTTY, env }).io, 'stdout', wanted).error('x') !== 'x';

  test('are on for a terminal and off for a pipe', () => {
    expect([painted(true, {}), painted(false, {}), painted(true, { TERM: 'dumb' })]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('obey NO_COLOR, FORCE_COLOR and the flags, in growing strength', () => {
    expect(painted(true, { NO_COLOR: '1' })).toBe(false);
    expect(painted(true, { NO_COLOR: '' })).toBe(true);
    expect(painted(false, { FORCE_COLOR: '1' })).toBe(true);
    expect(painted(true, { FORCE_COLOR: '0' })).toBe(false);
    expect(painted(false, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false);
    expect(painted(false, { NO_COLOR: '1' }, true)).toBe(true);
    expect(painted(true, { FORCE_COLOR: '1' }, false)).toBe(false);
  });
});
