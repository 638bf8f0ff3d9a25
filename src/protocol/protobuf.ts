/** Bytes that are no message of the expected form. Its text never quotes what was sent. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

/** A read position in a message. */
interface Reader {
  readonly bytes: Buffer;
  at: number;
}

/** How a value of one type stands on the wire: as a varint (0) or behind its length (2). */
export interface Kind<T> {
  readonly wire: 0 | 2;
  encode(value: T): Buffer;
  decode(body: Buffer): T;
}

/** One field of a message. */
export interface Field<T> {
  readonly number: number;
  readonly kind: Kind<T>;
  readonly repeated: boolean;
}

/** A field that occurs any number of times. */
export interface RepeatedField<T> extends Field<T> {
  readonly repeated: true;
}

type Fields = Readonly<Record<string, Field<never>>>;
type FieldValue<F> = F extends RepeatedField<infer T> ? readonly T[] : F extends Field<infer T> ? T : never;

/** The value of a message: every field may be absent, as in proto3. */
export type MessageOf<F> = { readonly [K in keyof F]?: FieldValue<F[K]> | undefined };

/** A message type: encodes and decodes, and is the kind of fields that hold it. */
export type MessageKind<F> = Kind<MessageOf<F>>;

function varint(value: bigint): Buffer {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 0x7fn) {
    out.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  out.push(Number(rest));
  return Buffer.from(out);
}

function smallVarint(value: number): Buffer {
  return value >= 0 && value < 0x80 ? Buffer.of(value) : varint(BigInt(value));
}

function readVarint(reader: Reader): Buffer {
  const start = reader.at;
  while (reader.at - start < 10) {
    const byte = reader.bytes[reader.at];
    if (byte === undefined) throw new MalformedMessage('a number is cut off');
    reader.at += 1;
    if (byte < 0x80) return reader.bytes.subarray(start, reader.at);
  }
  throw new MalformedMessage('a number is longer than 10 bytes');
}

function integer(body: Buffer): number {
  let value = 0n;
  for (let index = body.length - 1; index >= 0; index -= 1) {
    value = (value << 7n) | BigInt((body[index] ?? 0) & 0x7f);
  }
  return Number(BigInt.asIntN(64, value));
}

function readBytes(reader: Reader, length: number): Buffer {
  const end = reader.at + length;
  if (length < 0 || end > reader.bytes.length) throw new MalformedMessage('a field is cut off');
  const body = reader.bytes.subarray(reader.at, end);
  reader.at = end;
  return body;
}

/** Fixed-width fields occur in no message of the protocol, but a later version may add one. */
function readBody(reader: Reader, wire: number): Buffer {
  if (wire === 0) return readVarint(reader);
  if (wire === 1) return readBytes(reader, 8);
  if (wire === 2) return readBytes(reader, integer(readVarint(reader)));
  if (wire === 5) return readBytes(reader, 4);
  throw new MalformedMessage(`wire type ${wire} is not known`);
}

/** `string`. */
export const text: Kind<string> = {
  wire: 2,
  encode: (value) => Buffer.from(value, 'utf8'),
  decode: (body) => body.toString('utf8'),
};

/** `bytes`. */
export const bytes: Kind<Uint8Array> = {
  wire: 2,
  encode: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  decode: (body) => body,
};

/** `int64`, `int32` and enumerations. */
export const int: Kind<number> = { wire: 0, encode: smallVarint, decode: integer };

/** `bool`. */
export const bool: Kind<boolean> = {
  wire: 0,
  encode: (value) => Buffer.of(value ? 1 : 0),
  decode: (body) => integer(body) !== 0,
};

/** A field that occurs at most once. One that is set is always written, also at zero: it may be in a oneof. */
export function field<T>(number: number, kind: Kind<T>): Field<T> {
  return { number, kind, repeated: false };
}

/** A field that occurs any number of times. */
export function repeated<T>(number: number, kind: Kind<T>): RepeatedField<T> {
  return { number, kind, repeated: true };
}

/** A `map<string, T>`: on the wire a repeated message of key and value. */
export function mapField<T>(number: number, kind: Kind<T>) {
  return repeated(number, message({ key: field(1, text), value: field(2, kind) }));
}

/** A kind that is declared later: for messages that hold themselves. */
export function lazy<T>(kind: () => Kind<T>): Kind<T> {
  return { wire: 2, encode: (value) => kind().encode(value), decode: (body) => kind().decode(body) };
}

function encodeFields(fields: readonly (readonly [string, Field<unknown>])[], value: object): Buffer {
  const chunks: Buffer[] = [];
  for (const [name, { number, kind, repeated: many }] of fields) {
    const content = (value as Record<string, unknown>)[name];
    if (content === undefined) continue;
    for (const item of many ? (content as readonly unknown[]) : [content]) {
      const body = kind.encode(item);
      chunks.push(smallVarint(number * 8 + kind.wire));
      if (kind.wire === 2) chunks.push(smallVarint(body.length));
      chunks.push(body);
    }
  }
  return Buffer.concat(chunks);
}

function decodeFields(fields: ReadonlyMap<number, readonly [string, Field<unknown>]>, body: Buffer): object {
  const reader: Reader = { bytes: body, at: 0 };
  const value: Record<string, unknown> = {};
  while (reader.at < body.length) {
    const tag = integer(readVarint(reader));
    const content = readBody(reader, tag & 7);
    const known = fields.get(Math.floor(tag / 8));
    if (known === undefined) continue;
    const [name, { kind, repeated: many }] = known;
    if (kind.wire !== (tag & 7)) throw new MalformedMessage(`field ${name} has wire type ${tag & 7}`);
    const item = kind.decode(content);
    if (!many) value[name] = item;
    else if (Array.isArray(value[name])) value[name].push(item);
    else value[name] = [item];
  }
  return value;
}

/** Declares a message by its fields. Fields of other numbers are skipped, as proto3 asks. */
export function message<F extends { readonly [K in keyof F]: Field<never> | Field<unknown> | F[K] }>(
  fields: F,
): MessageKind<F> {
  const entries = Object.entries(fields as Fields) as unknown as readonly (readonly [
    string,
    Field<unknown>,
  ])[];
  const byNumber = new Map(entries.map((entry) => [entry[1].number, entry]));
  return {
    wire: 2,
    encode: (value) => encodeFields(entries, value),
    decode: (body) => decodeFields(byNumber, body) as MessageOf<F>,
  };
}
