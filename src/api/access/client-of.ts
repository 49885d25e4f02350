import { normalizeIp } from '@nestjs/throttler';
import type { Request } from 'express';
import type { Config } from '../../platform/config/config.js';
import { anyone, findPrincipal } from './principal.js';

/** Who a request is counted for: its key, else its address. */
export function clientOf(request: Request): string {
  const principal = findPrincipal(request);
  if (principal === undefined || principal === anyone) return addressOf(request);
  return `key:${principal.name}`;
}

/** An IPv6 address counts by its /64, which is what one customer of a provider has at least. */
export function addressOf(request: Request): string {
  return `address:${normalizeIp(request.ip ?? '', 64)}`;
}

/** Whether only this machine is answered: then nobody has to be held back unless the settings say so. */
export function isLocalOnly({ apiKeys, auth }: Config): boolean {
  return apiKeys === undefined && auth !== 'none';
}
