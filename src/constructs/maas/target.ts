import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { type MaasProviderFeatureName, maasProviderHas } from '../../facts/providers/maas-features.js';

const ID = 'maas-target';

/** The version of the provider that a stack is written for. `addMaasProvider` states it, before all else. */
export class MaasTarget extends Construct {
  readonly #version: string;

  constructor(stack: TerraformStack, version: string) {
    super(stack, ID);
    this.#version = version;
  }

  /** True where the provider of the stack that a construct is in has the feature. The newest has all. */
  static has(scope: Construct, feature: MaasProviderFeatureName): boolean {
    const target = TerraformStack.of(scope).node.tryFindChild(ID);
    return !(target instanceof MaasTarget) || maasProviderHas(target.#version, feature);
  }
}
