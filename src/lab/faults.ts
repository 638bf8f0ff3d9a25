/** What a request is about. */
export interface Subject {
  /** Host name. */
  readonly machine?: string;
}

/** A request by its name, and what it is about. */
export interface FaultPoint extends Subject {
  readonly name: string;
}

/** What goes wrong in requests to the API, and when. */
export interface Faults {
  /** @throws {Refusal} in place of the answer: nothing is done */
  before(point: FaultPoint, now: number): void;
  /** @throws {Refusal} after it was done all the same */
  after(point: FaultPoint, now: number): void;
}

/** Nothing goes wrong. */
export const noFaults: Faults = { before: () => {}, after: () => {} };
