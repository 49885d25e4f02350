import type { Request } from 'express';
import type { Config } from '../../platform/config/config.js';
import { clientNetwork } from './client-network.js';
import { anyone, findPrincipal } from './principal.js';

/** Who a request is counted for: its key, else its address. */
export function clientOf(request: Request): string {
  const principal = findPrincipal(request);
  if (principal === undefined || principal === anyone) return addressOf(request);
  return `key:${principal.name}`;
}

export function addressOf(request: Request): string {
  return `address:${clientNetwork(request.ip ?? '')}`;
}

/** Whether only this machine is answered: then nobody has to be held back unless the settings say so. */
export function isLocalOnly({ apiKeys, auth }: Config): boolean {
  return apiKeys === undefined && auth !== 'none';
}
