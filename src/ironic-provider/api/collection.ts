import type { JsonObject } from '../../protocol/json.js';
import type { IronicApi, Limits } from './client.js';
import { isAbsent } from './failure.js';

/** What a collection is made of. */
export interface CollectionOptions {
  /** Last part of its path, and name of the list in its answers: `nodes`. */
  readonly name: string;
  /** True where one of it may be asked for by its name. */
  readonly isNamed: boolean;
}

interface Member extends JsonObject {
  readonly uuid: string;
}

/** Up to here one by one costs less than everything at once. */
const fewMembers = 6;

const pageSize = 500;

/**
 * Members of one of Ironic's collections, as a run of Terraform first saw them: after a few were asked for one by
 * one, all are listed at once. What this run changes is asked for anew.
 */
export class Collection<T extends Member> {
  readonly #api: IronicApi;
  readonly #options: CollectionOptions;
  readonly #asked = new Map<string, Promise<T | null>>();
  #listed: Promise<ReadonlyMap<string, T>> | null = null;

  constructor(api: IronicApi, options: CollectionOptions) {
    this.#api = api;
    this.#options = options;
  }

  /** One as this run first saw it; null where there is none of that id, or name where it has names. */
  seen(id: string, limits: Limits): Promise<T | null> {
    const before = this.#asked.get(id);
    if (before !== undefined) return before;
    const answer = this.#asked.size < fewMembers ? this.now(id, limits) : this.#fromList(id, limits);
    this.#asked.set(id, answer);
    // What failed is not what was seen.
    answer.catch(() => this.#asked.delete(id));
    return answer;
  }

  /** One as it is now. */
  async now(id: string, limits: Limits): Promise<T | null> {
    try {
      return await this.#api.get<T>(`/v1/${this.#options.name}/${encodeURIComponent(id)}`, limits);
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }

  /** All there are, as this run first listed them. */
  async all(limits: Limits): Promise<readonly T[]> {
    return [...new Set((await this.#list(limits)).values())];
  }

  /** Forgets what was seen of one: it was changed. */
  changed(): void {
    this.#asked.clear();
    this.#listed = null;
  }

  async #fromList(id: string, limits: Limits): Promise<T | null> {
    return (await this.#list(limits)).get(id) ?? null;
  }

  #list(limits: Limits): Promise<ReadonlyMap<string, T>> {
    const { name, isNamed } = this.#options;
    this.#listed ??= this.#api
      .list<T>(`/v1/${name}?detail=True&limit=${pageSize}`, name, limits)
      .then((members) => {
        const byId = new Map(members.map((member) => [member.uuid, member]));
        if (!isNamed) return byId;
        for (const member of members) {
          if (typeof member['name'] === 'string' && !byId.has(member['name']))
            byId.set(member['name'], member);
        }
        return byId;
      })
      .catch((error: unknown) => {
        this.#listed = null;
        throw error;
      });
    return this.#listed;
  }
}
