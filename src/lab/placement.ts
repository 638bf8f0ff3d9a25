/**
 * The workers of one Terraform in virtual time. An operation takes the worker that has been idle for the shortest
 * time when it could begin: who came first keeps the workers that are free early.
 */
export class Placement {
  readonly #start: number;
  /** When each idle worker became free. */
  readonly #idle: number[];

  /** @param workers operations at a time. Where more are seen, there are more. */
  constructor(start: number, workers: number) {
    this.#start = start;
    this.#idle = Array.from({ length: workers }, () => start);
  }

  /**
   * Begins an operation, and takes a worker for it.
   *
   * @param ready when all that it waits for is over
   * @returns when it begins
   */
  begin(ready: number): number {
    const waiting = this.#idle.filter((at) => at <= ready);
    const free = waiting.length > 0 ? Math.max(...waiting) : Math.min(...this.#idle);
    if (this.#idle.length === 0) return Math.max(ready, this.#start);
    this.#idle.splice(this.#idle.indexOf(free), 1);
    return Math.max(ready, free);
  }

  /** Ends an operation, and gives its worker back. */
  end(at: number): void {
    this.#idle.push(at);
  }
}
