import { type Capacity, capacityOf } from '../../model/tenancy/capacity.js';
import type { SiteArgs } from '../args.js';
import type { ExitCode } from '../exit-codes.js';
import type { Io } from '../io.js';
import { renderCapacity } from '../render/capacity.js';
import { inertJson } from '../render/inert.js';
import { styleFor } from '../render/style.js';
import { endWith, siteModels } from '../site-models.js';

/** Arguments of `capacity`. */
export interface CapacityArgs extends SiteArgs {
  readonly json?: boolean | undefined;
}

/** Prints who may use what of each shared cluster, what is free, and what the loss of a machine or a rack leaves. */
export async function capacity(io: Io, args: CapacityArgs): Promise<ExitCode> {
  const read = await siteModels(io, args);
  const clusters: readonly Capacity[] = read.models.flatMap(capacityOf);
  const style = styleFor(io, 'stdout', args.color);
  if (args.json === true) io.stdout.write(inertJson({ formatVersion: 1, clusters }));
  else if (clusters.length > 0) io.stdout.write(clusters.map((one) => renderCapacity(one, style)).join('\n'));
  else if (read.models.length > 0) io.stdout.write('no cluster is shared: there is nothing to divide\n');
  return endWith(io, read, args);
}
