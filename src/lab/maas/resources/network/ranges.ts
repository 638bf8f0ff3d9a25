import { needText, textOf } from '../../../../protocol/attributes.js';
import type { ObjectValue } from '../../../../protocol/value.js';
import type { RangeSettings } from '../../api/ranges.js';
import type { RangeRecord } from '../../records.js';

/** A range as an element of a subnet, or as a resource, says it. */
export function rangeSettings(subnet: number, values: ObjectValue): RangeSettings {
  return {
    subnet,
    type: needText(values, 'type') as RangeRecord['type'],
    start: needText(values, 'start_ip'),
    end: needText(values, 'end_ip'),
    comment: textOf(values, 'comment') ?? '',
  };
}

export function rangeValues({ type, start, end, comment }: RangeRecord): ObjectValue {
  return { type, start_ip: start, end_ip: end, comment };
}
