/** Tables of a simulated world by the type of their records. Records are frozen data that prints as JSON. */
export type Tables = { readonly [table: string]: object };

/** One record as it is after a change; null where it is gone. */
export type Change = readonly [table: string, id: string, record: object | null];

/** What a keeper sees of the store whose changes it keeps. */
export interface Kept {
  /** Takes over changes that another process kept. Whole: what they do not make is gone. */
  takeOver(changes: Iterable<Change>, isWhole: boolean): void;
  /** All records, as the changes that make them. */
  snapshot(): Iterable<Change>;
}

/** Where the changes of a store are kept. */
export interface Keeper {
  /** One transaction: kept whole, or not at all. */
  append(changes: readonly Change[]): void;
  /** Runs a transaction in which nobody else changes what is kept, after taking over what others did before. */
  exclusively<T>(kept: Kept, work: () => T): T;
}

/** Records by another key than their id. Several records may have one key. */
export interface Index<T> {
  get(key: string): readonly T[];
}

interface IndexState {
  readonly table: string;
  readonly keysOf: (record: object) => readonly string[];
  readonly ids: Map<string, Set<string>>;
}

/**
 * What a simulated provisioner remembers. Changes are made inside `transact` only, so that a refused request leaves
 * nothing behind, and a lab that is killed continues with what it had answered.
 */
export class Store<S extends Tables> implements Kept {
  readonly #tables = new Map<string, Map<string, object>>();
  readonly #indexes: IndexState[] = [];
  readonly #keeper: Keeper | null;
  #undo: Change[] | null = null;

  /** @param initial changes that lead to the present state, in order */
  constructor(keeper: Keeper | null = null, initial: Iterable<Change> = []) {
    this.#keeper = keeper;
    for (const [table, id, record] of initial) this.#set(table, id, record);
  }

  get<K extends keyof S & string>(table: K, id: string): S[K] | undefined {
    return this.#tables.get(table)?.get(id) as S[K] | undefined;
  }

  /** In the order in which they were first made. */
  all<K extends keyof S & string>(table: K): readonly S[K][] {
    return [...(this.#tables.get(table)?.values() ?? [])] as S[K][];
  }

  /** An index that is kept up to date from now on. */
  index<K extends keyof S & string>(table: K, keysOf: (record: S[K]) => readonly string[]): Index<S[K]> {
    const state: IndexState = { table, keysOf: keysOf as IndexState['keysOf'], ids: new Map() };
    this.#indexes.push(state);
    for (const [id, record] of this.#tables.get(table) ?? []) addKeys(state, id, record);
    return {
      get: (key) => [...(state.ids.get(key) ?? [])].map((id) => this.get(table, id) as S[K]),
    };
  }

  put<K extends keyof S & string>(table: K, id: string, record: S[K]): void {
    this.#change(table, id, record);
  }

  remove(table: keyof S & string, id: string): void {
    this.#change(table, id, null);
  }

  /** Runs a function whose changes are kept together; where it throws, none is. Not to be nested. */
  transact<T>(work: () => T): T {
    if (this.#undo !== null) throw new TypeError('a transaction of the lab runs inside another');
    const keeper = this.#keeper;
    return keeper === null ? this.#run(work) : keeper.exclusively(this, () => this.#run(work));
  }

  takeOver(changes: Iterable<Change>, isWhole: boolean): void {
    const before = isWhole ? [...this.snapshot()] : [];
    const made = new Set<string>();
    for (const [table, id, record] of changes) {
      this.#set(table, id, record);
      if (isWhole) made.add(`${table}/${id}`);
    }
    for (const [table, id] of before) if (!made.has(`${table}/${id}`)) this.#set(table, id, null);
  }

  *snapshot(): Iterable<Change> {
    for (const [table, records] of this.#tables) {
      for (const [id, record] of records) yield [table, id, record];
    }
  }

  #run<T>(work: () => T): T {
    const undo: Change[] = [];
    this.#undo = undo;
    try {
      const result = work();
      if (this.#keeper !== null) {
        const changes = this.#after(undo);
        if (changes.length > 0) this.#keeper.append(changes);
      }
      return result;
    } catch (error) {
      for (const [table, id, record] of undo.reverse()) this.#set(table, id, record);
      throw error;
    } finally {
      this.#undo = null;
    }
  }

  /** The changed records as they are now, each once; those that are as before are left out. */
  #after(undo: readonly Change[]): Change[] {
    const first = new Map<string, Change>();
    for (const change of undo) {
      const key = `${change[0]}/${change[1]}`;
      if (!first.has(key)) first.set(key, change);
    }
    return [...first.values()].flatMap(([table, id, before]) => {
      const now = this.#tables.get(table)?.get(id) ?? null;
      return JSON.stringify(now) === JSON.stringify(before) ? [] : [[table, id, now] as const];
    });
  }

  #change(table: string, id: string, record: object | null): void {
    if (this.#undo === null) throw new TypeError('the lab is changed outside a transaction');
    this.#undo.push([table, id, this.#tables.get(table)?.get(id) ?? null]);
    this.#set(table, id, record);
  }

  #set(table: string, id: string, record: object | null): void {
    const records = this.#tables.get(table) ?? new Map<string, object>();
    this.#tables.set(table, records);
    const before = records.get(id);
    for (const index of this.#indexes) {
      if (index.table !== table) continue;
      if (before !== undefined) removeKeys(index, id, before);
      if (record !== null) addKeys(index, id, record);
    }
    if (record === null) records.delete(id);
    else records.set(id, record);
  }
}

function addKeys({ keysOf, ids }: IndexState, id: string, record: object): void {
  for (const key of keysOf(record)) {
    const known = ids.get(key);
    if (known === undefined) ids.set(key, new Set([id]));
    else known.add(id);
  }
}

function removeKeys({ keysOf, ids }: IndexState, id: string, record: object): void {
  for (const key of keysOf(record)) {
    const known = ids.get(key);
    known?.delete(id);
    if (known?.size === 0) ids.delete(key);
  }
}
