import {
  type IResolvable,
  type IResolveContext,
  type TerraformElement,
  TerraformResource,
  type TerraformStack,
} from 'cdktf';

/**
 * Spares cdktf two of the three times that it resolves the resources of a stack: values are looked through once for
 * tokens, and where there are none, cdktf is handed them as resolved. That is most of the time of a synthesis.
 *
 * Nothing is kept: overrides and changes made later count, and a resource with a token in it goes the usual way.
 */
export function resolvePlainValuesOnce(stack: TerraformStack): void {
  for (const construct of stack.node.findAll()) {
    // One that has its own already was changed by someone else, who shall have it.
    if (TerraformResource.isTerraformResource(construct) && !Object.hasOwn(construct, 'toTerraform'))
      construct.toTerraform = toTerraform;
  }
}

/** Takes the place of `toTerraform` on a resource, which goes on to what its class has. */
function toTerraform(this: TerraformElement): Record<string, unknown> {
  const usual: Record<string, unknown> = Object.getPrototypeOf(this).toTerraform.call(this);
  const plain = withoutUndefined(usual);
  if (plain === token) return usual;
  // Only what cdktf reads before it resolves stands open: nothing but the name of the section.
  return Object.fromEntries(
    Object.entries(plain as object).map(([key, value]) => [key, new Resolved(value)]),
  );
}

/** A value that needs no resolving. cdktf resolves what `resolve` returns, and then takes the post-processor's word. */
class Resolved implements IResolvable {
  readonly creationStack: string[] = [];
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  resolve(context: IResolveContext): unknown {
    context.registerPostProcessor({ postProcess: () => this.#value });
    return undefined;
  }

  toString(): string {
    return '[values without tokens]';
  }
}

/** Says that something holds a token, or what might be one. */
const token = Symbol('token');

/**
 * A copy as cdktf's own resolving would make it, or `token`. Tokens are marked text, numbers far out of range, and
 * objects that resolve themselves; anything that is not plainly none of them counts as one.
 */
function withoutUndefined(value: unknown): unknown {
  if (typeof value === 'string') return mayHoldToken(value) ? token : value;
  if (typeof value === 'boolean' || value === null || value === undefined) return value;
  if (typeof value === 'number') return value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : token;
  if (Array.isArray(value)) return listWithoutUndefined(value);
  if (typeof value !== 'object') return token;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype ? mapWithoutUndefined(value) : token;
}

function listWithoutUndefined(list: readonly unknown[]): unknown {
  const copy: unknown[] = [];
  for (const item of list) {
    const plain = withoutUndefined(item);
    if (plain === token) return token;
    if (plain !== undefined) copy.push(plain);
  }
  return copy;
}

function mapWithoutUndefined(map: object): unknown {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(map)) {
    const plain = mayHoldToken(key) ? token : withoutUndefined(value);
    if (plain === token) return token;
    if (plain !== undefined) copy[key] = plain;
  }
  return copy;
}

/** Text and lists are marked by `TfToken`, numbers inside of text are printed with this exponent. */
function mayHoldToken(text: string): boolean {
  return text.includes('TfToken') || text.includes('e+298') || text.includes('Map Token Value');
}
