/** The door of the client. */
export { type ClientOptions, createClient, type CeleriacClient } from './client.js';
export { ProblemError, UnreachableError, type Problem } from './errors.js';
export type { components, paths } from './openapi.js';
