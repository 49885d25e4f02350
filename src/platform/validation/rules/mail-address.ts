import { domainToASCII } from 'node:url';
import { ValidateBy, type ValidationOptions } from 'class-validator';

/** RFC 5321, section 4.5.3.1, and RFC 3696's erratum on the total length. */
const MAX_LENGTH = 254;
const MAX_LOCAL_OCTETS = 64;

/**
 * A dot-atom of RFC 5322, with the letters of RFC 6531. Quoted forms are refused: they may contain spaces, commas and
 * `@`.
 */
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
/** Checked before the conversion to ASCII, which would drop or decode other characters. */
const DOMAIN = /^[\p{L}\p{M}\p{N}-]+(\.[\p{L}\p{M}\p{N}-]+)*$/u;
const LABEL = /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/;

/**
 * A bare address, `ada@example.com`, that every reader parses the same way: no display name, comment, quotes, list or
 * address literal, and nothing that could end a line or a header. International addresses are accepted (`用户@例子.广告`).
 *
 * @param host accepts a host without a dot, such as localhost: for addresses in the operator's settings
 */
export function isMailAddress(value: unknown, { host = false } = {}): value is string {
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return false;
  const at = value.lastIndexOf('@');
  const [local, domain] = [value.slice(0, Math.max(at, 0)), value.slice(at + 1)];
  if (!LOCAL.test(local) || Buffer.byteLength(local) > MAX_LOCAL_OCTETS) return false;
  return isDomain(domain, host);
}

/** The domain of a valid address (`isMailAddress`) in ASCII, as used in DNS and headers. */
export function asciiDomainOf(address: string): string {
  return domainToASCII(address.slice(address.lastIndexOf('@') + 1));
}

function isDomain(domain: string, host: boolean): boolean {
  if (!DOMAIN.test(domain)) return false;
  const labels = domainToASCII(domain).split('.');
  if (labels.join('.').length > 253 || !labels.every((label) => LABEL.test(label))) return false;
  // The last label of an IP address is a number; that of a domain never is.
  return labels.length >= (host ? 1 : 2) && !/^\d+$/.test(labels.at(-1) ?? '');
}

/** A bare address (`isMailAddress`); with `each`, an array of them. */
export function IsMailAddress(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isMailAddress',
      validator: {
        validate: (value) => isMailAddress(value),
        defaultMessage: (context) =>
          `${options?.each ? 'each of ' : ''}${context?.property} must be one bare email address, such as ada@example.com`,
      },
    },
    options,
  );
}

/**
 * A bare address (`isMailAddress`) for a header outside the envelope. The part before the `@` must be ASCII: others
 * need SMTPUTF8 (RFC 6531), which clients request based on the envelope's addresses only.
 */
export function IsHeaderMailAddress(): PropertyDecorator {
  return ValidateBy({
    name: 'isHeaderMailAddress',
    validator: {
      validate: (value) => isMailAddress(value) && /^[!-~]+@/.test(value),
      defaultMessage: (context) =>
        `${context?.property} must be one bare email address with ASCII letters before the @, such as ada@example.com`,
    },
  });
}
