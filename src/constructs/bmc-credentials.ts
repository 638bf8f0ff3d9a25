import { TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { quoted } from './expressions.js';
import { guardAddresses } from './unique-addresses.js';

/**
 * BMC credentials of a shard: one sensitive variable, a map by asset name, so that nothing that is synthesized holds
 * a secret. A `TF_VAR_` value ends at 128 KiB: give it by var-file, or from the backend's own store.
 */
export class BmcCredentials extends Construct {
  /**
   * The credentials of the stack that a construct is in.
   *
   * @param isEphemeral true where they are only written: then the variable is in no plan and no state either
   */
  static of(scope: Construct, { isEphemeral = false } = {}): BmcCredentials {
    const stack = TerraformStack.of(scope);
    const found = stack.node.tryFindChild('bmc-credentials');
    return found instanceof BmcCredentials
      ? found
      : new BmcCredentials(stack, 'bmc-credentials', isEphemeral);
  }

  private constructor(scope: Construct, id: string, isEphemeral: boolean) {
    super(scope, id);
    const variable = new TerraformVariable(this, 'variable', {
      type: 'map(object({ user = string, password = string }))',
      description: 'BMC user and password of each machine, by asset name.',
      sensitive: true,
      nullable: false,
    });
    variable.overrideLogicalId('bmc_credentials');
    if (isEphemeral) variable.addOverride('ephemeral', true);
    guardAddresses(this);
  }

  /** Expressions of user and password, without the braces of a template. */
  of(asset: string): { readonly user: string; readonly password: string } {
    const entry = `var.bmc_credentials[${quoted(asset)}]`;
    return { user: `${entry}.user`, password: `${entry}.password` };
  }
}
