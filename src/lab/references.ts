import { isObject, type ObjectValue, type Value } from '../protocol/value.js';

/**
 * What resources of one provider are called by others. Terraform does not tell a provider what depends on what, so
 * it is taken from the values: an attribute that is called as a type is, such as `fabric` or `vlan_id`, names one of it.
 */
export class References {
  readonly #types: readonly string[];
  readonly #typesByKey = new Map<string, readonly string[]>();

  /** @param types names of the provider's resource types */
  constructor(types: readonly string[]) {
    this.#types = types;
  }

  /** All that a resource of a type can be named by: what it has itself, and not what it refers to. */
  made(type: string, values: ObjectValue): readonly string[] {
    return Object.entries(values).flatMap(([key, value]) =>
      isText(value) && this.#refersTo(key).length === 0 ? [`${type} ${value}`] : [],
    );
  }

  /** All that a resource refers to, at any depth. */
  named(values: ObjectValue): readonly string[] {
    return Object.entries(values).flatMap(([key, value]) => this.#namedBy(key, value));
  }

  #namedBy(key: string, value: Value): readonly string[] {
    if (isText(value)) return this.#refersTo(key).map((type) => `${type} ${value}`);
    if (Array.isArray(value)) {
      return (value as readonly Value[]).flatMap((element) => this.#namedBy(key, element));
    }
    return isObject(value) ? this.named(value) : [];
  }

  /** Types that an attribute's name ends the name of: `pool` is a `maas_resource_pool`. */
  #refersTo(key: string): readonly string[] {
    const known = this.#typesByKey.get(key);
    if (known !== undefined) return known;
    const singular = key.replace(/_(id|uuid)$/, '').replace(/s$/, '');
    const types = this.#types.filter((type) => type.replace(/_v\d+$/, '').endsWith(`_${singular}`));
    this.#typesByKey.set(key, types);
    return types;
  }
}

function isText(value: Value | undefined): value is string | number {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}
