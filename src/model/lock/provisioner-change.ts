import type { Issue } from '../../errors.js';
import type { ProvisionerModel } from '../types.js';
import type { Lock } from './lock-types.js';

/**
 * Notes for which provisioner the stacks of a lock are made, and refuses another one while anything is in service:
 * every resource would be of another type, so the next apply would destroy all servers to make others.
 *
 * A dry run holds no servers, so what follows it is free.
 */
export function fitProvisioner(
  lock: Lock,
  provisioner: ProvisionerModel,
  inService: { readonly slot: (name: string) => boolean; readonly machine: (asset: string) => boolean },
): { readonly lock: Lock; readonly issues: readonly Issue[] } {
  const name = nameOf(provisioner);
  const fitted = { lock: { ...lock, provisioner: name }, issues: [] };
  if (lock.provisioner === null || lock.provisioner === name || lock.provisioner === 'dry-run') return fitted;
  const slots = lock.slots.filter(({ name }) => inService.slot(name)).length;
  const machines = lock.machines.filter(({ asset }) => inService.machine(asset)).length;
  if (slots + machines === 0) return fitted;
  const [type = '', dialect] = lock.provisioner.split('/');
  const issue: Issue = {
    code: 'lock/provisioner-changed',
    severity: 'error',
    message: `site ${lock.site} is in service with provisioner ${lock.provisioner}, and its definition says ${name}: the next apply would destroy ${slots} ${slots === 1 ? 'slot' : 'slots'} and ${machines} ${machines === 1 ? 'machine' : 'machines'}`,
    at: {
      document: `site/${lock.site}`,
      path: ['provisioner', type === provisioner.type ? 'dialect' : 'type'],
    },
    hint: `say ${dialect === undefined ? `type: ${type}` : `type: ${type} and dialect: ${dialect}`}; to move, release every slot and machine first, or try the other one in a copy of the project`,
  };
  return { lock, issues: [issue] };
}

/** A dialect of Ironic is a provider of its own, whose resources are none of another’s. */
function nameOf({ type, ironic }: ProvisionerModel): string {
  return ironic === null ? type : `${type}/${ironic.dialect}`;
}
