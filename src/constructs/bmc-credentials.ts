import { TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { quoted } from './expressions.js';
import { guardAddresses } from './unique-addresses.js';

/**
 * BMC credentials of a shard: one sensitive variable, a map by asset name, so that nothing that is synthesized holds
 * a secret. A `TF_VAR_` value ends at 128 KiB: give it by var-file, or from the backend's own store.
 */
export class BmcCredentials extends Construct {
  /** The credentials of the stack that a construct is in. */
  static of(scope: Construct): BmcCredentials {
    const stack = TerraformStack.of(scope);
    const found = stack.node.tryFindChild('bmc-credentials');
    return found instanceof BmcCredentials ? found : new BmcCredentials(stack, 'bmc-credentials');
  }

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    new TerraformVariable(this, 'variable', {
      type: 'map(object({ user = string, password = string }))',
      description: 'BMC user and password of each machine, by asset name.',
      sensitive: true,
      nullable: false,
    }).overrideLogicalId('bmc_credentials');
    guardAddresses(this);
  }

  /** Expressions of user and password, without the braces of a template. */
  of(asset: string): { readonly user: string; readonly password: string } {
    const entry = `var.bmc_credentials[${quoted(asset)}]`;
    return { user: `${entry}.user`, password: `${entry}.password` };
  }
}
