import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { terraformName } from '../model/names.js';
import type { SlotModel } from '../model/types.js';
import { importAdopted } from './adoption.js';

/**
 * A `terraform_data` that holds values for `replace_triggered_by` of others. Needs Terraform 1.4 or any OpenTofu.
 *
 * cdktf's own class starts `terraform version` once for each of them.
 */
export class Trigger extends TerraformResource {
  readonly #input: Readonly<Record<string, unknown>> | null;

  /**
   * @param name in the address, `terraform_data.<name>`
   * @param input null for none, as an import leaves it: a first input would be a change that replaces
   */
  constructor(scope: Construct, id: string, name: string, input: Readonly<Record<string, unknown>> | null) {
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
    return this.#input === null ? {} : { input: this.#input };
  }
}

/** Adds the trigger of a slot, which reimages its server when asset or generation change; returns its address. */
export function addTrigger(scope: Construct, { name, asset, generation, adopted }: SlotModel): string {
  const input = adopted === null ? { asset, generation } : null;
  const trigger = new Trigger(scope, 'slot', terraformName(name), input);
  importAdopted(trigger, adopted, 'trigger', name);
  return trigger.address;
}
