/** A JSON number: sign, digits before and after the point, exponent. */
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i;

/**
 * True for a decimal number that JavaScript represents exactly as written, with all of its digits. False for integers
 * over 2^53, fractions with more than about 17 digits, too large (1e400) or too small (1e-400) numbers, and -0.
 */
export function isExact(text: string): boolean {
  // Any decimal of 15 digits survives.
  if (text.length <= 15 && !/^-0|e/i.test(text)) return true;
  const value = Number(text);
  if (!Number.isFinite(value) || Object.is(value, -0)) return false;
  return canonical(text) === canonical(String(value));
}

/** NaN for a text whose number would change: `"12345678901234567890"`. */
export function exactNumber(text: string): number {
  return !NUMBER.test(text) || isExact(text) ? Number(text) : Number.NaN;
}

/** Sign, digits without leading or trailing zeros, and the power of ten of the last digit. */
function canonical(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = withoutLastZeros(digits);
  if (significant === '') return '0';
  const power = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${sign === '-' ? '-' : ''}${significant}e${power}`;
}

/** A pattern would be quadratic: `0+$` starts anew at each zero. */
function withoutLastZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}
