import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Who submits: the name of the API key of the request that is being answered. Not set where there are no keys, so
 * that nothing is paid for it there.
 */
export const submitter = new AsyncLocalStorage<string>();
