import { type TerraformResource, TerraformStack } from 'cdktf';
import { InternalError } from '../errors.js';
import type { AdoptedModel } from '../model/types.js';

const imports = new WeakMap<TerraformStack, { readonly to: string; readonly id: string }[]>();

/** True for what is made: all of what is not adopted, and of the rest what can be imported. */
export function isMade(adopted: AdoptedModel | null, thing: string): boolean {
  return adopted === null || Object.hasOwn(adopted.ids, thing);
}

/**
 * Imports a resource where it is there already and no state is known to hold it. Terraform takes no notice of an
 * import of what its state has.
 *
 * cdktf's own `importFrom` starts `terraform version` once for each of them.
 *
 * @param thing name of the id
 * @param own id that is nobody's to give, of what only the state holds
 * @throws {InternalError} where it is adopted and has no id: it would be made a second time
 */
export function importAdopted(
  resource: TerraformResource,
  adopted: AdoptedModel | null,
  thing: string,
  own?: string,
): void {
  if (adopted === null || adopted.isImported) return;
  const id = own ?? adopted.ids[thing];
  if (id === undefined)
    throw new InternalError(`${thing} of ${resource.friendlyUniqueId} has no id to import`);
  const stack = TerraformStack.of(resource);
  const known = imports.get(stack) ?? [];
  imports.set(stack, known);
  known.push({ to: `${resource.terraformResourceType}.${resource.friendlyUniqueId}`, id });
  stack.addOverride('import', known);
}

/** Attributes that no read gives back, and whose change would be the first that Terraform does to what it imports. */
export function unreadOf(adopted: AdoptedModel | null, attributes: readonly string[]): readonly string[] {
  return adopted?.isLeftAlone === true ? attributes : [];
}
