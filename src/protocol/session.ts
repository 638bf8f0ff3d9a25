import type { dynamicValue } from './messages.js';
import { decodeValue, encodeValue } from './msgpack.js';
import type { CallContext, Log, Provider } from './provider.js';
import { blockType, type EntitySchema, normalise } from './schema.js';
import { parseState } from './state-json.js';
import { ValueError } from './types.js';
import { isObject, type ObjectValue } from './value.js';

type WireValue = ReturnType<typeof dynamicValue.decode>;

/** What all connections of one server share. */
export interface Shared<C> {
  readonly provider: Provider<C>;
  readonly log: Log;
  /** The client that was configured last, on any connection. */
  last?: { readonly client: C };
}

/** One connection of one Terraform process: a provider instance of its own. */
export interface Session<C> {
  readonly shared: Shared<C>;
  /** The calls that are running. */
  readonly calls: Set<AbortController>;
  /** Cuts the connection. */
  readonly end: () => void;
  configured?: { readonly client: C };
}

/** Tells all running calls of a connection to stop. Later ones run, as with providers of the legacy SDK. */
export function stopCalls<C>(session: Session<C>): void {
  for (const call of session.calls) call.abort();
}

/** The user's mistake, or Terraform's: something the schema does not have. */
export class UnknownName extends Error {
  override readonly name = 'UnknownName';
}

/** @throws {UnknownName} where the provider has no such type */
export function lookUp<T>(entries: { readonly [name: string]: T }, name: string, what: string): T {
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (entry === undefined) throw new UnknownName(`The provider has no ${what} ${JSON.stringify(name)}.`);
  return entry;
}

/**
 * What a handler is given. A connection that never configured uses the client configured last: gRPC closes a
 * connection without calls after half an hour, and opens a new one without telling anybody.
 *
 * @throws {Error} where nothing was configured
 */
export function callContext<C>(session: Session<C>, running: AbortController): CallContext<C> {
  const configured = session.configured ?? session.shared.last;
  if (configured === undefined) throw new Error('the provider is not configured');
  return {
    client: configured.client,
    // Node makes a signal when it is first asked for, and most calls never do.
    get signal() {
      return running.signal;
    },
  };
}

/** Reads a block's value, which is null where there is none. */
export function readObject({ block }: EntitySchema, value: WireValue | undefined): ObjectValue | null {
  const type = blockType(block);
  const { msgpack, json } = value ?? {};
  const body = msgpack !== undefined && msgpack.length > 0 ? decodeValue(msgpack, type) : null;
  const read = body === null && json !== undefined && json.length > 0 ? parseState(json, type) : body;
  if (read === null || isObject(read)) return read;
  throw new ValueError('the value as a whole is unknown', { path: [] });
}

/** Reads a block's value where there must be one. */
export function needObject(schema: EntitySchema, value: WireValue | undefined, what: string): ObjectValue {
  const read = readObject(schema, value);
  if (read === null) throw new ValueError(`the ${what} is missing`, { path: [] });
  return read;
}

/** Writes a block's value, or its absence. */
export function writeObject({ block }: EntitySchema, value: ObjectValue | null): WireValue {
  const normal = value === null ? null : normalise(block, value);
  return { msgpack: encodeValue(normal, blockType(block)) };
}
