import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from './process-identity.js';

/** What a folder's `embedded.json` says: by it the next start finds a server that outlived its owner. */
export interface ServerRecord {
  /** The process that was started: redis-server, or the Docker client that runs it. */
  readonly server: ProcessIdentity;
  readonly port: number;
  /** The process that ends the server when it stops. */
  readonly owner: ProcessIdentity;
  /** Name of the container, where the server runs in one. */
  readonly container?: string;
}

/** The folder's record; undefined where there is none, or none that makes sense. */
export function readRecord(folder: string): ServerRecord | undefined {
  try {
    const record: unknown = JSON.parse(readFileSync(recordPath(folder), 'utf8'));
    return isServerRecord(record) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the record at once and whole. Synchronous, so that nothing can come between a spawn and its record. */
export function writeRecord(folder: string, record: ServerRecord): void {
  const draft = `${recordPath(folder)}.draft`;
  writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(draft, recordPath(folder));
}

export function removeRecord(folder: string): void {
  rmSync(recordPath(folder), { force: true });
}

function recordPath(folder: string): string {
  return join(folder, 'embedded.json');
}

function isServerRecord(value: unknown): value is ServerRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { server, port, owner, container } = value as Record<keyof ServerRecord, unknown>;
  return (
    typeof server === 'string' &&
    typeof owner === 'string' &&
    Number.isInteger(port) &&
    ['string', 'undefined'].includes(typeof container)
  );
}
