/**
 * Terraform expressions as plain text. cdktf's own references are tokens, and resolving tokens is most of the time
 * of a synthesis; addresses are known from names, so text does the same.
 */

/** A literal for a Terraform string, in which `${` and `%{` would begin a template. */
export function literal(text: string): string {
  // By functions: in a replacement text `$$` would be one `$`.
  return text.replaceAll('${', () => '$${').replaceAll('%{', () => '%%{');
}

/** A literal inside an expression: in quotes. */
export function quoted(text: string): string {
  return JSON.stringify(literal(text));
}

/** A string that is one expression. */
export function expression(text: string): string {
  return `\${${text}}`;
}

/** Reference to an attribute, which also puts what refers after it. */
export function reference(address: string, attribute: string): string {
  return expression(`${address}.${attribute}`);
}

/** The same where a binding wants a number: Terraform converts, and the bindings hand through what they get. */
export function numberReference(text: string): number {
  return text as unknown as number;
}

/** Go duration, as `timeouts` blocks take it. */
export function minutes(count: number): string {
  return `${count}m`;
}
