import { ValidateBy } from 'class-validator';
import { isMailAddress } from '../../../platform/validation/rules/mail-address.js';

const MAX_LENGTH = 500;

/** An https: or mailto: URL of URL characters only. `URL` alone is not strict enough: it drops line breaks and tabs. */
export function isUnsubscribeUrl(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return false;
  if (!/^[\x21-\x7e]+$/.test(value) || /[<>"\\^`{|}]/.test(value) || !URL.canParse(value)) return false;
  const { protocol, username, password, pathname } = new URL(value);
  if (protocol === 'mailto:') return isMailAddress(pathname);
  return protocol === 'https:' && value.startsWith('https://') && username === '' && password === '';
}

export function IsUnsubscribeUrl(): PropertyDecorator {
  return ValidateBy({
    name: 'isUnsubscribeUrl',
    validator: {
      validate: isUnsubscribeUrl,
      defaultMessage: (context) =>
        `${context?.property} must be a URL that starts with https://, or mailto: and an address, of at most ${MAX_LENGTH} ASCII characters`,
    },
  });
}

/** The headers of RFC 2369 and, for https, of RFC 8058: one-click unsubscribe. */
export function unsubscribeHeaders(url: string): Record<string, string> {
  return {
    'List-Unsubscribe': `<${url}>`,
    ...(url.startsWith('https:') && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
  };
}
