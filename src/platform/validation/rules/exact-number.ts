/** A number as JSON writes it: sign, digits before and after the point, exponent. */
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i;

/**
 * True for a decimal number that JavaScript has exactly as it is written: all of its digits come back. A whole number
 * over 2^53, a fraction with more than about 17 digits, what is too large (1e400), too small (1e-400), and -0 are not.
 */
export function isExact(text: string): boolean {
  // Any decimal of 15 digits survives.
  if (text.length <= 15 && !/^-0|e/i.test(text)) return true;
  const value = Number(text);
  if (!Number.isFinite(value) || Object.is(value, -0)) return false;
  return canonical(text) === canonical(String(value));
}

/** NaN for a text whose number would not be the same: `"12345678901234567890"`. */
export function exactNumber(text: string): number {
  return !NUMBER.test(text) || isExact(text) ? Number(text) : Number.NaN;
}

/** Sign, digits without zeros around them, and the power of ten of the last one. */
function canonical(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = withoutLastZeros(digits);
  if (significant === '') return '0';
  const power = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${sign === '-' ? '-' : ''}${significant}e${power}`;
}

/** A pattern for this would be quadratic: `0+$` begins anew at each zero. */
function withoutLastZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}
