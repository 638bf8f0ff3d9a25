import { createHash } from 'node:crypto';
import { isObject } from './json.js';

/** In place of what is secret. */
export const hidden = '(sensitive)';
/** In place of what Terraform does not know before the apply. */
export const afterApply = '(known after apply)';

/** Longest value that is shown; longer ones are cut, with their size. */
const longest = 120;

const secretName = /pass|secret|token|credential|private_?key|api_?key|(^|_)auth$|^k_g$/i;
/** Ways to a BMC: of these nothing is shown but what is known to be no secret. */
const powerBlock = /^(power_parameters|driver_info|power_info)$/;
const openPower = /(_address|_port|_system_id|node_id|deploy_kernel|deploy_ramdisk|power_driver|boot_type)$/;
/** Documents that people put secrets in, whatever the docs say: only their hash and size. */
const document = /^(user_?data|vendor_data|config_drive|configdrive|network_data|metadata|script|content)$/i;

/** Whether nothing of an attribute may be shown, by its name, wherever it stands. */
export function isSecretPath(path: readonly (string | number)[]): boolean {
  const names = path.filter((step): step is string => typeof step === 'string');
  if (names.some((name) => secretName.test(name))) return true;
  return names.some((name) => powerBlock.test(name)) && !openPower.test(names.at(-1) ?? '');
}

/**
 * A value as a report may show it, by its place: secrets are named only, documents have a hash and a size, user
 * names and passwords in URLs are taken out. Null where there is none.
 *
 * @param isSensitive what Terraform marks
 */
export function shown(
  value: unknown,
  path: readonly (string | number)[],
  isSensitive: boolean,
): string | null {
  if (value === undefined || value === null) return null;
  if (isSensitive || isSecretPath(path)) return hidden;
  if (path.some((step) => typeof step === 'string' && document.test(step))) return digestOf(value);
  const text = typeof value === 'string' ? value : JSON.stringify(withoutSecrets(value, path));
  const clean = text.replaceAll(/\/\/[^/@\s]*@/g, `//${hidden}@`);
  const characters = [...clean];
  return characters.length <= longest
    ? clean
    : `${characters.slice(0, longest).join('')}... (${characters.length} characters)`;
}

function withoutSecrets(value: unknown, path: readonly (string | number)[]): unknown {
  if (Array.isArray(value)) return value.map((item, index) => withoutSecrets(item, [...path, index]));
  if (!isObject(value)) return isSecretPath(path) ? hidden : value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const at = [...path, key];
      if (item !== null && document.test(key)) return [key, digestOf(item)];
      return [key, withoutSecrets(item, at)];
    }),
  );
}

function digestOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `sha256:${digest}, ${Buffer.byteLength(text)} bytes`;
}
