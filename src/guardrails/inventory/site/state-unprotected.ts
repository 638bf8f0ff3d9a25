import type { SiteInventory } from '../../../model/types.js';
import type { InventoryRule } from '../../types.js';

/** State that others can read or write at the same time. */
export const siteStateUnprotected: InventoryRule = {
  tier: 'inventory',
  id: 'site/state-unprotected',
  severity: 'warning',
  mayAcknowledge: true,
  title: 'Terraform state is encrypted and locked',
  rationale:
    'state holds BMC passwords and user data in clear, and two applies at once on one state deploy a machine twice or lose one of it',
  source: 'measured: power parameters and user_data stand in state in clear',
  *check(site) {
    for (const [key, message, hint] of faultsOf(site.state)) {
      yield { subject: site.state.type, message, at: { document: 'project', path: ['state', key] }, hint };
    }
  },
};

function* faultsOf(
  state: SiteInventory['state'],
): Generator<readonly [key: string, message: string, hint: string]> {
  if (state.type === 's3') {
    if (!state.encrypt) yield ['encrypt', 'state in s3 is not encrypted', 'set encrypt: true'];
    if (!state.useLockfile) yield ['useLockfile', 'state in s3 is not locked', 'set useLockfile: true'];
  }
  if (state.type === 'http') {
    if (state.address.startsWith('http:')) {
      yield ['address', 'state goes over http without encryption', 'use an https address'];
    }
    if (!state.locking) yield ['locking', 'state over http is not locked', 'set locking: true'];
  }
}
