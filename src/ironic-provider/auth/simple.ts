import type { Authorization } from '../api/client.js';

/** For an Ironic that asks nobody who they are. */
export const noAuthorization: Authorization = { headers: async () => ({}), renew: () => false };

/** HTTP basic authentication, which an Ironic without Keystone has. */
export function basicAuthorization(username: string, password: string): Authorization {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return { headers: async () => ({ authorization }), renew: () => false };
}
