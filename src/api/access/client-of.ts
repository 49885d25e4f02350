import type { Request } from 'express';
import type { Config } from '../../platform/config/config.js';
import { clientNetwork } from './client-network.js';
import { findPrincipal, isAnyone } from './principal.js';

/** The client for quotas: its key, also for a token of that key, otherwise its address. */
export function clientOf(request: Request): string {
  const principal = findPrincipal(request);
  if (principal === undefined || isAnyone(principal)) return addressOf(request);
  return `key:${principal.name}`;
}

export function addressOf(request: Request): string {
  return `address:${clientNetwork(request.ip ?? '')}`;
}

/** True if only this machine is served. Then no limits apply unless they are set. */
export function isLocalOnly({ apiKeys, oidcIssuer, auth }: Config): boolean {
  return apiKeys === undefined && oidcIssuer === undefined && auth !== 'none';
}
