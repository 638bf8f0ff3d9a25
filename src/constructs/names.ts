import { InternalError } from '../errors.js';

/**
 * Name of a Terraform address from names of things, so that the address says what the thing is and not where its
 * construct stands.
 *
 * Injective: parts are joined by `_`, which only the last part may hold, and none begins with it; a leading digit,
 * which Terraform does not take, gets a `_` in front. Moves when a thing gets another name, and then only.
 */
export function terraformName(...parts: readonly [string, ...string[]]): string {
  parts.forEach((part, index) => {
    const isLast = index === parts.length - 1;
    if (!(isLast ? /^[A-Za-z0-9-][A-Za-z0-9_-]*$/ : /^[A-Za-z0-9-]+$/).test(part)) {
      throw new InternalError(`${JSON.stringify(part)} cannot be part of a Terraform name`);
    }
  });
  const name = parts.join('_');
  return /^[A-Za-z]/.test(name) ? name : `_${name}`;
}
