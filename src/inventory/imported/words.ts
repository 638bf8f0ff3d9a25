/** Legal forms, which vary from one firmware to the next for the same maker. */
const companyWords = new Set([
  'inc',
  'corp',
  'corporation',
  'ltd',
  'limited',
  'llc',
  'co',
  'company',
  'gmbh',
  'sa',
  'ag',
  'technologies',
  'systems',
  'computer',
  'enterprise',
]);

/** Lower-case words with hyphens between, at most `longest` characters; empty where nothing is left. */
export function slug(text: string, longest = 63): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, longest)
    .replace(/-+$/, '');
}

/** A maker without its legal form: `Dell Inc.` and `Dell` are one. */
export function makerSlug(manufacturer: string): string {
  const words = slug(manufacturer).split('-');
  const kept = words.filter((word) => !companyWords.has(word));
  return (kept.length === 0 ? words : kept).join('-');
}

/** Placeholders that firmware and people leave where a value should be. */
const placeholders = new Set([
  'na',
  'none',
  'null',
  'nil',
  'unknown',
  'empty',
  'default-string',
  'not-specified',
  'not-available',
  'not-applicable',
  'system-serial-number',
  'chassis-serial-number',
  'to-be-filled-by-o-e-m',
  'tbd',
  'todo',
  'invalid',
  '0123456789',
  '123456789',
  '1234567890',
]);

/** True for a text that stands for no value: `N/A`, `To be filled by O.E.M.`, `0000`. */
export function isPlaceholder(text: string): boolean {
  const plain = slug(text);
  return plain === '' || placeholders.has(plain) || plain === 'n-a' || /^[0x-]+$/.test(plain);
}

/**
 * A name that is allowed, as near to the given one as can be: as it is, with other characters for those that are
 * not allowed, or with each word cut to three letters. Undefined where that is too long still.
 */
export function fittingName(
  text: string,
  isAllowed: (name: string) => boolean,
): { readonly name: string; readonly isSame: boolean } | undefined {
  if (isAllowed(text)) return { name: text, isSame: true };
  const plain = slug(text, 200);
  const short = plain
    .split('-')
    .map((word) => (/^\d+$/.test(word) ? word : word.slice(0, 3)))
    .join('-');
  const name = [plain, short].find(isAllowed);
  return name === undefined ? undefined : { name, isSame: false };
}

/** The name, or with the lowest number behind it that makes it unique. Adds it to those taken. */
export function uniqueName(name: string, taken: Set<string>, longest: number): string {
  let candidate = name;
  for (let number = 2; taken.has(candidate); number += 1) {
    const suffix = `-${number}`;
    candidate = `${name.slice(0, longest - suffix.length)}${suffix}`;
  }
  taken.add(candidate);
  return candidate;
}
