import { textOf, textsOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import type { Formatting } from '../../api/volumes.js';

/** Ids of disks or partitions, which the provider has as texts. */
export function idsOf(values: ObjectValue, name: string): readonly number[] {
  return (textsOf(values, name) ?? []).map(Number);
}

export function formattingOf(planned: ObjectValue): Formatting {
  return {
    type: textOf(planned, 'fs_type') ?? '',
    mountPoint: textOf(planned, 'mount_point') ?? '',
    mountOptions: textOf(planned, 'mount_options') ?? '',
  };
}
