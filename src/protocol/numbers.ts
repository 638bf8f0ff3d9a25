/** A fraction that no JavaScript number holds as written. */
export class Decimal {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const decimalText = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** Terraform's numbers have 512 bits; an exponent beyond this is a mistake that must not fill the memory. */
const greatestExponent = 10_000;

/** A decimal number without exponent, leading or trailing zeros; null where the text is none. */
function plainDecimal(text: string): string | null {
  const parts = decimalText.exec(text);
  if (parts === null) return null;
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = parts;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > greatestExponent) return null;
  const digits = (whole + fraction).padEnd(whole.length + exponent, '0');
  const point = whole.length + exponent;
  const padded = point < 0 ? digits.padStart(digits.length - point, '0') : digits;
  const cut = Math.max(point, 0);
  const integer = padded.slice(0, cut).replace(/^0+/, '') || '0';
  const rest = padded.slice(cut).replace(/0+$/, '');
  if (integer === '0' && rest === '') return '0';
  return `${sign}${integer}${rest === '' ? '' : `.${rest}`}`;
}

/**
 * Reads a number of any length without losing a digit: a `number` where that is exact as written, else a
 * `bigint`, else a `Decimal`. Null where the text is no number.
 */
export function parseNumber(text: string): number | bigint | Decimal | null {
  const plain = plainDecimal(text);
  if (plain === null) return null;
  if (!plain.includes('.')) {
    const big = BigInt(plain);
    return BigInt(Number(big)) === big && Number.isSafeInteger(Number(big)) ? Number(big) : big;
  }
  return plainDecimal(String(Number(plain))) === plain ? Number(plain) : new Decimal(plain);
}

/** The decimal text of a number, the same for equal numbers. */
export function printNumber(value: number | bigint | Decimal): string {
  if (value instanceof Decimal) return plainDecimal(value.text) ?? value.text;
  if (typeof value === 'bigint' || !Number.isFinite(value)) return String(value);
  if (Number.isInteger(value)) return String(BigInt(value));
  return plainDecimal(String(value)) ?? String(value);
}

/** The exact value of a float, which may have more digits than JavaScript prints. */
export function fromFloat(value: number): number | bigint | Decimal {
  if (!Number.isFinite(value) || Number.isSafeInteger(value)) return value;
  if (Number.isInteger(value)) return BigInt(value);
  let scaled = value;
  let bits = 0;
  // Doubling is exact until the fraction is gone; the smallest float needs 1074 steps.
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    bits += 1;
  }
  const digits = String(BigInt(Math.abs(scaled)) * 5n ** BigInt(bits)).padStart(bits + 1, '0');
  const exact = `${value < 0 ? '-' : ''}${digits.slice(0, -bits)}.${digits.slice(-bits)}`;
  return parseNumber(exact) ?? value;
}
