import type { DocumentPath, Issue } from '../errors.js';

/** Last words of a key that holds a secret: `power_pass`, `bmcPassword`, `api-token`. */
const secretWords = new Set([
  'password',
  'passwd',
  'passphrase',
  'pass',
  'pwd',
  'secret',
  'token',
  'psk',
  'apikey',
  'privatekey',
  'secretkey',
  'accesskey',
]);
const keyWords = new Set([
  'api',
  'private',
  'secret',
  'access',
  'signing',
  'encryption',
  'shared',
  'consumer',
]);
/** Host keys of cloud-config: `ssh_keys: { ed25519_private: ... }`. */
const hostKey = /^(?:rsa|dsa|ecdsa|ed25519)_private$/;

const known = new Map<string, boolean>();

/** True for a key whose value would be a secret: `password`, `power_pass`, `apiKey`, `hashed_passwd`. Not for `passwordFile`. */
export function isSecretKey(key: string): boolean {
  const cached = known.get(key);
  if (cached !== undefined) return cached;
  const isSecret = nameIsSecret(key);
  // Keys are few and repeat by the thousand; a hostile file must not fill memory all the same.
  if (known.size < 10_000) known.set(key, isSecret);
  return isSecret;
}

function nameIsSecret(key: string): boolean {
  if (key.length > 200) return false;
  if (hostKey.test(key)) return true;
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  return (
    secretWords.has(last) ||
    secretWords.has(last.replace(/s$/, '')) ||
    (last === 'key' && keyWords.has(before))
  );
}

/** Forms that nothing but a secret has. Repeats are bounded: a file may be large and hostile. */
const secretForms = [
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY/,
  // user:password@ in a URL
  /:\/\/[^\s/@:]{0,200}:[^\s/@]{1,200}@/,
  // crypt(3): $6$salt$hash
  /\$(?:[1567y]|2[abxy]|gy)\$[^\s:]{8}/,
  // root:password piped into chpasswd
  /:[^\s|]{1,200}\s{0,20}\|\s{0,20}(?:sudo\s{1,20})?chpasswd/,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\b(?:gh[pousr]_|glpat-|hv[sb]\.|xox[abprs]-)[A-Za-z0-9_-]{16}/,
  // JSON web token
  /\beyJ[A-Za-z0-9_-]{8,500}\.eyJ[A-Za-z0-9_-]{8}/,
  // MAAS API key
  /\b[A-Za-z0-9]{18}:[A-Za-z0-9]{18}:[A-Za-z0-9]{32}\b/,
];
const anySecretForm = new RegExp(secretForms.map((form) => form.source).join('|'));

/** True for a text that is, or holds, a private key, a password in a URL, a password hash or an access token. */
export function isSecretText(text: string): boolean {
  return text.length >= 8 && anySecretForm.test(text);
}

const longestQuote = 60;

/** A text as messages quote it: shortened, and never one that looks like a secret. */
export function quote(text: string): string {
  if (isSecretText(text)) return '(a text that looks like a secret)';
  return JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}...` : text);
}

const suspiciousText =
  /(?:password|passwd|passphrase|secret|token|api[_-]?key)["']?(?:\s{0,5}[=:]\s{0,5}|\s{1,5})["']?(?=[^\s"']{0,60}\d)[^\s"'$<{(%*/]{6}/i;

const hint =
  'take it out, also of the history: BMC credentials are a credential set by name with the values in Terraform variables, and machines fetch other secrets themselves after boot';

/**
 * The problem with a value that is a secret by its key or its form. Names the place and never the value.
 *
 * @param path of the value in its document; the last part is its key
 */
export function secretIssue(document: string, path: DocumentPath['path'], value: unknown): Issue | undefined {
  const key = path.at(-1);
  if (typeof key === 'string' && isSecretAt(key, path, value)) {
    const name = path.at(-2) === 'chpasswd' ? `chpasswd.${key}` : key;
    return refusal(`${JSON.stringify(name)} is a secret, and a definition holds none`, {
      document,
      path: [...path],
    });
  }
  if (typeof value !== 'string') return undefined;
  const at = { document, path: [...path] };
  if (isSecretText(value)) {
    return refusal(
      'the value looks like a private key, a password or an access token, and a definition holds no secrets',
      at,
    );
  }
  if (path.includes('userData') && suspiciousText.test(value)) {
    return {
      code: 'DEFINITION_SECRET_SUSPECTED',
      severity: 'warning',
      message: 'the text seems to hold a password or a token; user data stands in plan and state in clear',
      at,
      hint: 'let the machine fetch it after boot',
    };
  }
  return undefined;
}

function isSecretAt(key: string, path: DocumentPath['path'], value: unknown): boolean {
  const isUnderChpasswd = path.at(-2) === 'chpasswd' && key === 'list';
  if (!isUnderChpasswd && key !== 'chpasswd' && !isSecretKey(key)) return false;
  // A map under such a key is looked into: its own keys and values tell.
  return isGiven(value) || (Array.isArray(value) && value.some(isGiven));
}

function isGiven(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

/** The problem with a key that is a secret itself, such as a URL with a password used as a name. */
export function secretKeyIssue(at: DocumentPath): Issue {
  return refusal('a key below this looks like a secret, and a definition holds none', at);
}

function refusal(message: string, at: DocumentPath): Issue {
  return { code: 'DEFINITION_SECRET', severity: 'error', message, at, hint };
}
