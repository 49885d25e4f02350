import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from '../program/process-identity.js';

/** Contents of a folder's `embedded.json`. The next start uses it to find a server that outlived its owner. */
export interface ServerRecord {
  /** The started process: the server, or the Docker client that runs it. */
  readonly server: ProcessIdentity;
  readonly port: number;
  /** The process responsible for ending the server. */
  readonly owner: ProcessIdentity;
  /** Name of the container, if the server runs in one. */
  readonly container?: string;
}

/** The folder's record; undefined if it is missing or invalid. */
export function readRecord(folder: string): ServerRecord | undefined {
  try {
    const record: unknown = JSON.parse(readFileSync(recordPath(folder), 'utf8'));
    return isServerRecord(record) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the record atomically. Synchronous, so that nothing can run between a spawn and its record. */
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
