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
  if (mayHoldToken(usual)) return usual;
  // Only what cdktf reads before it resolves stands open: nothing but the name of the section.
  const sections = Object.entries(usual).filter(([, section]) => section !== undefined);
  return Object.fromEntries(sections.map(([name, section]) => [name, new Plain(section)]));
}

/** A value without tokens. cdktf resolves what `resolve` returns, and then takes the post-processor's word. */
class Plain implements IResolvable {
  readonly creationStack: string[] = [];
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  resolve(context: IResolveContext): unknown {
    // The first time cdktf only looks for references to other stacks, and drops the result.
    if (!context.preparing)
      context.registerPostProcessor({ postProcess: () => withoutUndefined(this.#value) });
    return undefined;
  }

  toString(): string {
    return '[values without tokens]';
  }
}

/**
 * True where something holds a token, or what might be one. Tokens are marked text, numbers far out of range, and
 * objects that resolve themselves; anything that is not plainly none of them counts as one.
 */
function mayHoldToken(value: unknown): boolean {
  if (typeof value === 'string') return isMarked(value);
  if (typeof value === 'boolean' || value === null || value === undefined) return false;
  if (typeof value === 'number') return !(value >= 0 && value <= Number.MAX_SAFE_INTEGER);
  if (Array.isArray(value)) return value.some(mayHoldToken);
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return true;
  return Object.entries(value).some(([key, inner]) => isMarked(key) || mayHoldToken(inner));
}

/** Text and lists are marked by `TfToken`, numbers inside of text are printed with this exponent. */
function isMarked(text: string): boolean {
  return text.includes('TfToken') || text.includes('e+298') || text.includes('Map Token Value');
}

/** A copy of plain data as cdktf's own resolving makes it. */
function withoutUndefined(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map(withoutUndefined);
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== undefined) copy[key] = withoutUndefined(inner);
  }
  return copy;
}
