import type { ITerraformDependable, TerraformResource } from 'cdktf';
import type { SiteModel, SlotModel } from '../model/types.js';

/** What a construct of a slot is made from. */
export interface ServerProps {
  readonly slot: SlotModel;
  /** The model that the slot is of. */
  readonly model: SiteModel;
  /**
   * Terraform addresses that must be there before the slot is deployed.
   *
   * @default - none
   */
  readonly after?: readonly string[];
}

/** A slot with a server in it, whatever the provisioner. */
export interface IServer {
  /** The deployment, for anything that the construct does not model. */
  readonly resource: TerraformResource;
  /** Address by which DNS knows the slot; null where it has no static one. */
  readonly address: string | null;
  /** For `dependsOn` of what needs the server running. */
  readonly dependable: ITerraformDependable;
}
