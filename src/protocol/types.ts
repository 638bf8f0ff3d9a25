/** A Terraform type in the form of its JSON: `"string"`, `["set", "string"]`, `["object", { name: "string" }]`. */
export type Type =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | readonly ['list', Type]
  | readonly ['set', Type]
  | readonly ['map', Type]
  | readonly ['object', { readonly [attribute: string]: Type }]
  | readonly ['tuple', readonly Type[]];

/** A type of attributes, as a block or an object has it. */
export type ObjectType = readonly ['object', { readonly [attribute: string]: Type }];

/** A step into a value: an attribute's name or a map's key, or the index in a list. */
export type Step = string | number;

/** A way from a resource to a value in it, e.g. `['interfaces', 0, 'mac']`. */
export type Path = readonly Step[];

/** The way to the value at hand. One list for all: a new path for each value takes as long as the value itself. */
export type Trail = Step[];

/** Converts a part of a value, with its step on the trail. */
export function below<From, To>(
  convert: (value: From, type: Type, trail: Trail) => To,
  value: From,
  type: Type,
  trail: Trail,
  step: Step,
): To {
  trail.push(step);
  const converted = convert(value, type, trail);
  trail.pop();
  return converted;
}

/** A value that does not fit its type, or bytes that are no value. Names the place, never the content. */
export class ValueError extends Error {
  override readonly name = 'ValueError';
  readonly path: Path;

  constructor(problem: string, at: { readonly path: Path; readonly cause?: unknown }) {
    super(`${printPath(at.path)}: ${problem}`, { cause: at.cause });
    this.path = at.path;
  }
}

/** A path as Terraform's messages write it: `interfaces[0].mac`. */
export function printPath(path: Path): string {
  if (path.length === 0) return '(root)';
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}

const primitives: ReadonlySet<unknown> = new Set(['string', 'number', 'bool', 'dynamic']);

/** @throws {ValueError} where the JSON is no type; a third element of an object (optional names) is let pass. */
export function parseType(json: unknown, path: Path = []): Type {
  if (primitives.has(json)) return json as Type;
  const [kind, inner] = Array.isArray(json) ? (json as unknown[]) : [];
  if (kind === 'list' || kind === 'set' || kind === 'map') return [kind, parseType(inner, path)];
  if (kind === 'tuple' && Array.isArray(inner)) return [kind, inner.map((item) => parseType(item, path))];
  if (kind === 'object' && typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
    // No JavaScript object takes this name for an ordinary one; msgpack refuses it as well.
    if (Object.hasOwn(inner, '__proto__')) {
      throw new ValueError('an object with an attribute "__proto__" cannot be read', { path });
    }
    const entries = Object.entries(inner).map(([name, item]) => [name, parseType(item, path)] as const);
    return [kind, Object.fromEntries(entries)];
  }
  throw new ValueError('a type was expected that Terraform knows', { path });
}

/** True where a value of the type may bring its own type along. */
export function hasDynamic(type: Type): boolean {
  if (typeof type === 'string') return type === 'dynamic';
  if (type[0] === 'object') return Object.values(type[1]).some(hasDynamic);
  if (type[0] === 'tuple') return type[1].some(hasDynamic);
  return hasDynamic(type[1]);
}
