import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * A `terraform_data` that holds values for `replace_triggered_by` of others. Needs Terraform 1.4 or any OpenTofu.
 *
 * cdktf's own class starts `terraform version` once for each of them.
 */
export class Trigger extends TerraformResource {
  readonly #input: Readonly<Record<string, unknown>>;

  /** @param name in the address, `terraform_data.<name>` */
  constructor(scope: Construct, id: string, name: string, input: Readonly<Record<string, unknown>>) {
    super(scope, id, {
      terraformResourceType: 'terraform_data',
      terraformGeneratorMetadata: { providerName: 'terraform' },
    });
    this.overrideLogicalId(name);
    this.#input = input;
  }

  /** As `replace_triggered_by` and `depends_on` name it. */
  get address(): string {
    return `terraform_data.${this.friendlyUniqueId}`;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.#input };
  }
}
