import { expect, test } from 'vitest';
import { UnknownNames, unknownName } from '../../src/model/references.js';
import { said } from '../support/said.js';

const at = { document: 'site/dc1', path: ['machines', 'm1', 'rack'] };
const many = (count: number) => Array.from({ length: count }, (_, index) => `rack-${index + 1}`);

test('an unknown name is told with the known ones, as long as those are few, and with the nearest', () => {
  expect(said([unknownName('REF', 'rack', 'rack1', ['rack-1', 'rack-2'], at)])).toMatchInlineSnapshot(`
    "site/dc1 machines m1 rack
      error [REF] unknown rack "rack1"; there are rack-1, rack-2
      hint: did you mean "rack-1"?"
  `);
  expect(said([unknownName('REF', 'rack', 'x', [], at)])).toMatchInlineSnapshot(`
    "site/dc1 machines m1 rack
      error [REF] unknown rack "x"; none is defined"
  `);
  expect(unknownName('REF', 'rack', 'x', many(12), at).message).toBe(
    'unknown rack "x"; there are rack-1, rack-2, rack-3, rack-4, rack-5, rack-6, rack-7, rack-8, rack-9, rack-10, rack-11, rack-12',
  );
  expect(unknownName('REF', 'rack', 'x', many(13), at)).toEqual({
    code: 'REF',
    severity: 'error',
    message: 'unknown rack "x"',
    at,
  });
});

test('a name that many use wrongly is one problem, at the first of them', () => {
  const names = new UnknownNames();
  const add = (code: string, name: string, subject: string, machine: string) =>
    names.add(code, 'rack', name, ['r1'], { document: 'site/dc1', path: ['machines', machine] }, subject);
  add('REF_UNKNOWN_RACK', 'far', 'machine m1', 'm1');
  add('REF_UNKNOWN_RACK', 'far', 'machine m2', 'm2');
  add('REF_UNKNOWN_RACK', 'near', 'machine m3', 'm3');
  add('REF_UNKNOWN_ZONE', 'far', 'machine m4', 'm4');
  expect(said(names.issues())).toMatchInlineSnapshot(`
    "site/dc1 machines m1
      error [REF_UNKNOWN_RACK] unknown rack "far"; there are r1
      machine m2 names it too
    site/dc1 machines m3
      error [REF_UNKNOWN_RACK] unknown rack "near"; there are r1
    site/dc1 machines m4
      error [REF_UNKNOWN_ZONE] unknown rack "far"; there are r1"
  `);
});
