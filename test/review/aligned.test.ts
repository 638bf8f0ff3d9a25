import { describe, expect, test } from 'vitest';
import { aligned } from '../../src/review/model-changes/aligned.js';
import { attributeChanges } from '../../src/review/plan/attributes.js';

const changesOf = (before: unknown, after: unknown) => {
  const [was, is] = aligned(before, after);
  return attributeChanges({ before: was, after: is }).map(
    (one) => `${one.path}: ${one.before} to ${one.after}`,
  );
};

describe('what differs between two slots', () => {
  test('is told of a list of words by those that come and go', () => {
    expect(changesOf({ options: ['quiet', 'a=1'] }, { options: ['quiet', 'b=2'] })).toEqual([
      'options: a=1 to b=2',
    ]);
    expect(changesOf({ options: ['a'] }, { options: ['a', 'b'] })).toEqual(['options: null to b']);
  });

  test('is the whole list where only its order differs', () => {
    expect(changesOf({ options: ['a', 'b'] }, { options: ['b', 'a'] })).toEqual(['options: a b to b a']);
  });

  test('is told of entries by their names, wherever they stand', () => {
    const [one, two] = [
      { key: 'vm.swappiness', value: '1' },
      { key: 'kernel.x', value: '0' },
    ];
    expect(changesOf({ sysctl: [one] }, { sysctl: [two, one] })).toEqual(['sysctl.kernel.x: null to 0']);
    const port = (mtu: number) => ({ name: 'bond0', links: [{ network: 'a', mtu }] });
    expect(changesOf([port(9000)], [port(1500)])).toEqual(['bond0.links.a.mtu: 9000 to 1500']);
  });

  test('is told by place where entries have no names of their own', () => {
    expect(changesOf([{ size: 1 }], [{ size: 2 }])).toEqual(['0.size: 1 to 2']);
  });
});
