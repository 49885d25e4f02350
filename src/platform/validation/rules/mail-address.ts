import { domainToASCII } from 'node:url';
import { ValidateBy, type ValidationOptions } from 'class-validator';

/** RFC 5321, section 4.5.3.1, and RFC 3696's erratum on the whole. */
const MAX_LENGTH = 254;
const MAX_LOCAL_OCTETS = 64;

/** A dot-atom of RFC 5322, with the letters of RFC 6531. Never quoted: a quoted one may hold spaces, commas and `@`. */
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
/** Before it is turned into ASCII, which would drop or decode what else it is given. */
const DOMAIN = /^[\p{L}\p{M}\p{N}-]+(\.[\p{L}\p{M}\p{N}-]+)*$/u;
const LABEL = /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/;

/**
 * One bare address, `ada@example.com`, that means the same to everyone who reads it: no display name, no comment, no
 * quotes, no list, no address literal, nothing that could end a line or a header. International ones are taken
 * (`用户@例子.广告`).
 *
 * @param host also takes a host without a dot, such as localhost: for addresses that the operator gives
 */
export function isMailAddress(value: unknown, { host = false } = {}): value is string {
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return false;
  const at = value.lastIndexOf('@');
  const [local, domain] = [value.slice(0, Math.max(at, 0)), value.slice(at + 1)];
  if (!LOCAL.test(local) || Buffer.byteLength(local) > MAX_LOCAL_OCTETS) return false;
  return isDomain(domain, host);
}

/** The domain of an address that `isMailAddress` took, as DNS and every header have it. */
export function asciiDomainOf(address: string): string {
  return domainToASCII(address.slice(address.lastIndexOf('@') + 1));
}

function isDomain(domain: string, host: boolean): boolean {
  if (!DOMAIN.test(domain)) return false;
  const labels = domainToASCII(domain).split('.');
  if (labels.join('.').length > 253 || !labels.every((label) => LABEL.test(label))) return false;
  // The last of an IP address is a number, and that of a domain never is.
  return labels.length >= (host ? 1 : 2) && !/^\d+$/.test(labels.at(-1) ?? '');
}

/** One bare address (`isMailAddress`); with `each`, an array of such. */
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
 * One bare address (`isMailAddress`) that stands in a header only, not in the envelope: its part before the `@` is
 * ASCII. Others need SMTPUTF8 (RFC 6531), which a client asks for by the addresses of the envelope.
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
