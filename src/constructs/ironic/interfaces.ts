/** Interfaces of a node as the bindings name them: `boot` as `bootInterface`. */
export function interfaceFields(
  interfaces: readonly { readonly name: string; readonly value: string }[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(interfaces.map(({ name, value }) => [`${name}Interface`, value]));
}
