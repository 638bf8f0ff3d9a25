import { Construct } from 'constructs';
import { InternalError } from '../../errors.js';
import { terraformName } from '../../model/names.js';
import type { SlotModel } from '../../model/types.js';
import { Tag } from '../../providers/maas/index.js';
import { literal } from '../expressions.js';
import { Trigger } from '../trigger.js';
import { guardAddresses } from '../unique-addresses.js';
import { MaasLookups } from './lookups.js';

/** What a kernel option tag is made from. */
export interface KernelTagProps {
  readonly site: string;
  readonly cluster: string;
  readonly pool: string;
  /** Claim shard: a tag stands in one state only, since a second state would take its machines over. */
  readonly shard: number;
  /** Slots of the pool in the shard, at least one; all have the same kernel options. */
  readonly slots: readonly SlotModel[];
}

/** Kernel options of a pool, as the tag by which MAAS gives them to a deployment. */
export class MaasKernelTag extends Construct {
  /** Terraform address, for `after` of the servers. */
  readonly address: string;

  constructor(scope: Construct, id: string, props: KernelTagProps) {
    super(scope, id);
    const { site, cluster, pool, shard, slots } = props;
    const options = kernelOptions(pool, slots);
    const assets = slots.map((slot) => slot.asset).sort();
    const name = terraformName(cluster, pool);
    const lookups = MaasLookups.of(this);

    const content = new Trigger(this, 'content', terraformName('tag', cluster, pool), {
      options: literal(options),
      machines: assets,
    });
    new Tag(this, 'Default', {
      // `_` is in no name of a site, cluster or pool, so no two tags of a MAAS share a name.
      name: `${site}_${cluster}_${pool}_${String(shard).padStart(2, '0')}`,
      kernelOpts: literal(options),
      machines: assets.map((asset) => lookups.systemId(asset)),
      comment: `kernel options of pool ${pool} of cluster ${cluster}, by rackform`,
      // Replaced and never updated: a failed update of a tag counts as done ever after, and options cannot be emptied.
      lifecycle: { replaceTriggeredBy: [content.address] },
    }).overrideLogicalId(name);
    this.address = `maas_tag.${name}`;
    guardAddresses(this);
  }
}

function kernelOptions(pool: string, slots: readonly SlotModel[]): string {
  const all = new Set(slots.map((slot) => slot.kernel.options.join(' ')));
  const [options] = all;
  if (options === undefined || all.size !== 1) {
    throw new InternalError(`the slots of pool "${pool}" have not one list of kernel options`);
  }
  return options;
}
