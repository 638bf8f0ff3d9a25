/**
 * A function that works its answer out once for each thing it is asked of. For things that never change, such as a
 * resolved model, and that are asked of again and again.
 */
export function oncePer<K extends object, T>(make: (of: K) => T): (of: K) => T {
  const known = new WeakMap<K, { readonly made: T }>();
  return (of) => {
    const found = known.get(of) ?? { made: make(of) };
    known.set(of, found);
    return found.made;
  };
}
