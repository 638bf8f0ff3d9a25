import { z } from 'zod';
import { DnsLabel } from '../../definition/scalars.js';
import { isSecretText, quote } from '../../definition/secrets.js';
import { parseShape } from '../../definition/shape-issues.js';
import { checkedAddress, checkedMac } from '../imported/addresses.js';
import type { PartContext } from '../imported/parts.js';
import { rackName } from '../imported/racks.js';
import type { Place, Report } from '../imported/source/fields.js';
import { isPlaceholder, slug } from '../imported/words.js';
import type { Target } from './map.js';
import { quantityOf, unitsOf } from './units.js';

/** Reads one cell for one field; undefined where it is empty, or cannot be used, which is reported. */
export type ReadCell = (text: string, target: Target, place: Place) => unknown;

/** A reader of the cells of one machine. */
export function cellReader(context: PartContext, report: Report): ReadCell {
  return (cell, target, place) => {
    const text = replaced(cell.trim(), target);
    const isNumber = target.schema instanceof z.core.$ZodNumber;
    if (text === null || text === '' || (isNumber ? !/\d/.test(text) : isPlaceholder(text))) return undefined;
    if (isSecretText(text)) {
      report(
        place,
        'DEFINITION_SECRET',
        'the cell looks like a secret, and is left out',
        'take it out of the file',
      );
      return undefined;
    }
    const value = convert(text, target, place, context, report);
    if (value === undefined) return undefined;
    const parsed = parseShape(target.schema as z.ZodType, value, { document: 'import', path: [] });
    if ('value' in parsed) return value;
    // Where there must be one at least, none is said by nothing.
    if (value === 0) return undefined;
    if (target.field === 'state') reportState(text, target, place, report);
    else
      report(
        place,
        'IMPORT_INVALID_VALUE',
        `${target.field} ${parsed.issues[0]?.message ?? 'is not allowed'}`,
        'it is taken as not known',
      );
    return undefined;
  };
}

function replaced(text: string, { values }: Target): string | null {
  const found = values.get(text.toLowerCase());
  if (found !== undefined) return found;
  const other = text === '' ? undefined : values.get('*');
  return other === undefined ? text : other;
}

function convert(text: string, target: Target, place: Place, context: PartContext, report: Report): unknown {
  const { field, schema } = target;
  if (schema instanceof z.core.$ZodNumber) return numberOf(text, target, place, report);
  if (schema instanceof z.core.$ZodEnum) return text.toLowerCase();
  if (schema instanceof z.core.$ZodBoolean) {
    if (/^(?:true|yes|y|1|x)$/i.test(text)) return true;
    return /^(?:false|no|n|0)$/i.test(text) ? false : text;
  }
  if (field.endsWith('.mac')) return checkedMac(text, place, report) ?? undefined;
  if (field === 'bmc.address') return checkedAddress(text, place, report) ?? undefined;
  if (field === 'serial' && isShortened(text, place, report)) return undefined;
  if (schema instanceof z.core.$ZodString && isLabel(field)) return labelOf(text, field, context);
  return target.column.convert(text);
}

function numberOf(text: string, { field, unit }: Target, place: Place, report: Report): unknown {
  const number = quantityOf(field, text, unit);
  if (number !== undefined) return number;
  const units = unitsOf(field);
  const wanted = units.length === 0 ? 'a number' : `a number, with one of ${units.join(', ')} or none`;
  report(
    place,
    'IMPORT_INVALID_VALUE',
    `${field} must be ${wanted}, got ${quote(text)}`,
    'it is taken as not known',
  );
  return undefined;
}

const labels: ReadonlySet<string> = new Set(['rack', 'profile', 'zone', 'bmc.credentials']);

function isLabel(field: string): boolean {
  return labels.has(field);
}

/** Names of racks, profiles and the like are DNS labels here: `Row 3 / A07` becomes `row-3-a07`. */
function labelOf(text: string, field: string, context: PartContext): string | undefined {
  if (field !== 'rack' && DnsLabel.safeParse(text).success) return text;
  const name = field === 'rack' ? (rackName(text) ?? '') : slug(text);
  if (name !== text && name !== '')
    context.assumed(field, 'labels are written as names, as Row 3/A07 to row-3-a07');
  return name === '' ? undefined : name;
}

/** A spreadsheet that takes a serial for a number writes it without its last digits. */
function isShortened(text: string, place: Place, report: Report): boolean {
  if (!/^\d(?:[.,]\d+)?E\+\d+$/i.test(text)) return false;
  report(
    place,
    'IMPORT_DIGITS_LOST',
    `serial ${quote(text)} is a number that a spreadsheet shortened, and is left out`,
    'format the column as text, and export it again',
  );
  return true;
}

/** A machine of no known state would count as available, and be given to somebody. */
function reportState(text: string, { schema, place: at }: Target, place: Place, report: Report): void {
  const allowed = schema instanceof z.core.$ZodEnum ? Object.values(schema._zod.def.entries).map(String) : [];
  report(
    place,
    'IMPORT_UNKNOWN_STATE',
    `${quote(text)} is no state of a machine; allowed are ${allowed.join(', ')}`,
    `say in ${at.file}, below \`values\`, which of them it means`,
  );
}
