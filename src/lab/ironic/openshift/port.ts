import { apiRefusal } from '../../refusal.js';
import type { LabResource } from '../../resource.js';
import type { IronicCall } from '../call.js';

/** Ports of their own fail in this dialect: it sends a field that Ironic does not have. */
export const port: LabResource<IronicCall> = {
  create: () =>
    Promise.reject(apiRefusal(400, "Invalid address to set: port_group_id. Couldn't apply patch")),
  read: (state) => state,
  delete: async () => {},
};
