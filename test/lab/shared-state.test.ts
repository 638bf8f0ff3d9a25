import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { holderOf, release, take } from '../../src/lab/link-lock.js';
import { ownFolder, shareFolder } from '../../src/lab/state-folder.js';
import { Store } from '../../src/lab/store.js';
import { WorldFile, worldNames } from '../../src/lab/world-file.js';
import { fromRoot } from '../support/project-root.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shared-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Counters {
  readonly counters: { readonly value: number };
  readonly [table: string]: object;
}

function open(isShared = true): { readonly store: Store<Counters>; readonly file: WorldFile } {
  const file = new WorldFile(folder, 'w', isShared);
  return { store: new Store<Counters>(file, file.load()), file };
}

const set = (store: Store<Counters>, id: string, value: number | null) =>
  store.transact(() => {
    if (value === null) store.remove('counters', id);
    else store.put('counters', id, { value });
  });
const valueIn = (store: Store<Counters>, id: string) =>
  store.transact(() => store.get('counters', id)?.value ?? null);
const journal = () => readdirSync(folder).find((name) => name.includes('.journal-')) ?? 'none';

/** The pid of a process that was. */
async function deadPid(): Promise<number> {
  const child = spawn('true');
  await once(child, 'exit');
  return child.pid ?? expect.fail('nothing was started');
}

describe('processes that share a world', () => {
  test('see each other’s changes in their next transaction, also after one of them wrote it anew', () => {
    const actions = fc.array(
      fc.tuple(fc.nat(2), fc.constantFrom('a', 'b', 'c'), fc.option(fc.nat(99)), fc.boolean()),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(actions, (all) => {
        rmSync(folder, { recursive: true, force: true });
        folder = mkdtempSync(join(tmpdir(), 'shared-'));
        const processes = [open(), open(), open()];
        const expected = new Map<string, number | null>();
        for (const [index, id, value, compacts] of all) {
          const { store, file } = processes[index] ?? expect.fail('no such process');
          set(store, id, value);
          expected.set(id, value);
          if (compacts) file.compact(store);
        }
        for (const { store } of [...processes, open()]) {
          for (const [id, value] of expected) expect(valueIn(store, id)).toBe(value);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('lose nothing when several count up at once, and some are killed while they do', async () => {
    const script = join(folder, 'count.mts');
    writeFileSync(
      script,
      `import { Store } from ${JSON.stringify(fromRoot('src/lab/store.ts'))};
       import { WorldFile } from ${JSON.stringify(fromRoot('src/lab/world-file.ts'))};
       const file = new WorldFile(${JSON.stringify(folder)}, 'w', true);
       const store = new Store(file, file.load());
       for (let done = 0; done < 300; done += 1) {
         const value = store.transact(() => {
           const next = (store.get('counters', 'n')?.value ?? 0) + 1;
           store.put('counters', 'n', { value: next });
           return next;
         });
         process.stdout.write(value + '\\n');
         if (done % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
       }`,
    );
    const run = async (killAfter: number | null): Promise<readonly number[]> => {
      const child = spawn(process.execPath, [
        '--import',
        fromRoot('node_modules/tsx/dist/loader.mjs'),
        script,
      ]);
      let text = '';
      child.stdout.on('data', (chunk) => {
        text += String(chunk);
        if (killAfter !== null && text.split('\n').length > killAfter) child.kill('SIGKILL');
      });
      await once(child, 'close');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map(Number);
    };
    const answered = (await Promise.all([run(null), run(null), run(40)])).flat();
    // Nobody was given a number that another had, and none that was given is forgotten.
    expect(new Set(answered).size).toBe(answered.length);
    expect(answered.length).toBeGreaterThanOrEqual(600);
    expect(valueIn(open().store, 'n')).toBeGreaterThanOrEqual(Math.max(...answered));
  }, 30_000);

  test('go on behind what a killed one left half written', () => {
    const one = open();
    set(one.store, 'a', 1);
    appendFileSync(join(folder, journal()), '[["counters","b",{"val');
    expect(valueIn(open(false).store, 'b')).toBe(null);
    set(one.store, 'c', 3);
    expect(valueIn(open().store, 'c')).toBe(3);
    set(open().store, 'd', 4);
    expect(valueIn(one.store, 'd')).toBe(4);
  });

  test('take the lock of one that was killed, and wait for one that runs', async () => {
    const lock = join(folder, 'w.lock');
    symlinkSync(`${await deadPid()}@${hostname()}@`, lock);
    set(open().store, 'a', 1);
    expect(existsSync(lock)).toBe(false);
    expect(take(lock)).toBe(null);
    expect(take(lock)).toMatchObject({ pid: process.pid });
    release(lock);
    expect(holderOf(lock)).toBe(null);
  });

  test('tell a process from a later one of the same number', () => {
    const lock = join(folder, 'w.lock');
    symlinkSync(`${process.pid}@${hostname()}@1`, lock);
    const isKnown = existsSync('/proc/self/stat');
    expect(take(lock) === null).toBe(isKnown);
  });

  test('know nothing of processes of another host, and leave their lock', () => {
    const lock = join(folder, 'w.lock');
    symlinkSync('1@elsewhere@5', lock);
    expect(take(lock)).toEqual({ pid: 1, host: 'elsewhere', began: '5' });
  });
});

describe('a world on disk', () => {
  test('is read while somebody writes, and a damaged one is refused by name', () => {
    const { store, file } = open(false);
    set(store, 'a', 1);
    file.compact(store);
    set(store, 'b', 2);
    expect(worldNames(folder)).toEqual(['w']);
    expect(valueIn(open(false).store, 'b')).toBe(2);
    appendFileSync(join(folder, journal()), 'nonsense\n');
    expect(() => open()).toThrow(`${join(folder, journal())}: not written by a lab, or damaged`);
  });

  test('gets no line for a transaction that changes nothing', () => {
    const { store } = open(false);
    set(store, 'a', 1);
    const { size } = statSync(join(folder, journal()));
    set(store, 'a', 1);
    expect(statSync(join(folder, journal())).size).toBe(size);
  });

  test('takes back in memory what cannot be written', () => {
    const { store } = open(false);
    set(store, 'a', 1);
    rmSync(folder, { recursive: true });
    expect(() => set(store, 'a', 2)).toThrow();
    expect(store.get('counters', 'a')).toEqual({ value: 1 });
  });
});

describe('a folder', () => {
  test('belongs to one lab, or to several that share it', () => {
    const owner = ownFolder(folder);
    expect(() => shareFolder(folder)).toThrow(/^a lab that runs works on /);
    owner.end();
    const [one, other] = [shareFolder(folder), shareFolder(folder)];
    one.end();
    expect(() => ownFolder(folder)).toThrow(/^a provider of rackform lab install works on /);
    other.end();
    ownFolder(folder).end();
  });

  test('forgets who was killed', async () => {
    ownFolder(folder).end();
    const dead = `${await deadPid()}@${hostname()}@`;
    symlinkSync(dead, join(folder, 'owner'));
    symlinkSync(dead, join(folder, 'users', '1-1'));
    ownFolder(folder).end();
    expect(readdirSync(join(folder, 'users'))).toEqual([]);
  });

  test('of another format, or of other things, is refused', () => {
    writeFileSync(join(folder, 'lab.json'), '{"formatVersion":99}');
    expect(() => ownFolder(folder)).toThrow(/is of format 99, and this rackform reads format 1$/);
    expect(readFileSync(join(folder, 'lab.json'), 'utf8')).toBe('{"formatVersion":99}');
  });
});
