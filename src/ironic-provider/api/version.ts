/** A version of Ironic's API, which Ironic calls a microversion: `1.82`. */
export type Microversion = `1.${number}`;

/** Newest version whose answers are known here. A newer server answers in this one. */
export const NEWEST_KNOWN: Microversion = '1.115';

/** Oldest version with all that a node is enrolled and deployed with: config drives that Ironic builds. */
export const OLDEST_SERVED: Microversion = '1.56';

/** The number after the dot. NaN where the text is no version. */
export function minorOf(version: string): number {
  return Number(/^1\.(\d{1,4})$/.exec(version)?.[1] ?? Number.NaN);
}

/** True where a version has what came with another. */
export function hasSince(version: string, since: string): boolean {
  return minorOf(version) >= minorOf(since);
}

/** What is told of the server's versions, and which is used. */
export type Negotiated =
  | { readonly version: Microversion; readonly newest: string }
  | { readonly problem: string };

/**
 * Picks the version that is spoken.
 *
 * @param newest of the server
 * @param wanted by the user; null: the newest that both know
 */
export function negotiate(newest: string, wanted: string | null): Negotiated {
  if (!hasSince(newest, OLDEST_SERVED)) {
    return {
      problem: `this Ironic speaks API ${newest} at most, and ${OLDEST_SERVED} is needed (2019, Train)`,
    };
  }
  if (wanted !== null && !hasSince(newest, wanted)) {
    return { problem: `microversion ${wanted} is asked for, and this Ironic speaks ${newest} at most` };
  }
  const minor = wanted === null ? Math.min(minorOf(newest), minorOf(NEWEST_KNOWN)) : minorOf(wanted);
  return { version: `1.${minor}`, newest };
}
