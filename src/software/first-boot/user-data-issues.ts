import type { Issue } from '../../errors.js';
import type { SiteModel } from '../../model/types.js';
import { userDataConflicts } from './user-data.js';

/** What pools of a model set in their own cloud-config against rackform's, each once, at its place in the cluster. */
export function userDataIssues(model: SiteModel): readonly Issue[] {
  const issues = new Map<string, Issue>();
  for (const { name: cluster, slots } of model.clusters) {
    for (const slot of slots) {
      if (Object.keys(slot.userData).length === 0) continue;
      for (const { path, message } of userDataConflicts(slot, model)) {
        const key = JSON.stringify([cluster, slot.pool, path]);
        if (issues.has(key)) continue;
        issues.set(key, {
          code: 'USER_DATA_CONFLICT',
          severity: 'error',
          message,
          at: { document: `cluster/${cluster}`, path: ['pools', slot.pool, 'userData', ...path] },
          hint: 'leave it out of userData, or say it in the pool where rackform has a field for it',
        });
      }
    }
  }
  return [...issues.values()];
}
