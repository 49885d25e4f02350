import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessIdentity, identityOf, isAlive, ownIdentity } from './process-identity.js';

/** A program (the API, a worker) that a standalone started. */
export interface ProgramRecord {
  readonly program: ProcessIdentity;
  /** `API` or `worker`. */
  readonly name: string;
  /** The standalone that started it. */
  readonly owner: ProcessIdentity;
  /** True once its owner has told it to stop. */
  readonly isStopping: boolean;
}

/**
 * The programs of all standalones of a data folder: `<dataDir>/programs/`, a file for each living one. They let the next
 * start find a program that still drains although its owner was killed.
 */
export class ProgramRecords {
  private readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'programs');
  }

  /** Records a child of this process. A child that is already dead is not recorded. */
  add(pid: number, name: string): void {
    const program = identityOf(pid);
    if (program) this.write({ program, name, owner: ownIdentity(), isStopping: false });
  }

  /** Records that this process has told all its programs to stop. */
  markStopping(): void {
    const own = this.living().filter(({ owner }) => owner === ownIdentity());
    own.forEach((record) => this.write({ ...record, isStopping: true }));
  }

  /** Programs that run, will never be started again, and end by themselves once their tasks have ended. */
  draining(): ProgramRecord[] {
    return this.living().filter(({ owner, isStopping }) => isStopping || !isAlive(owner));
  }

  /** All that run; the records of the others are removed. */
  living(): ProgramRecord[] {
    const records = this.names().flatMap((name) => this.read(name));
    records
      .filter(({ program }) => !isAlive(program))
      .forEach(({ program }) => rmSync(this.path(program), { force: true }));
    return records.filter(({ program }) => isAlive(program));
  }

  private names(): string[] {
    try {
      return readdirSync(this.folder).filter((name) => name.endsWith('.json'));
    } catch {
      return []; // The first start.
    }
  }

  private read(name: string): ProgramRecord[] {
    try {
      const record: unknown = JSON.parse(readFileSync(join(this.folder, name), 'utf8'));
      return isProgramRecord(record) ? [record] : [];
    } catch {
      return [];
    }
  }

  private write(record: ProgramRecord): void {
    mkdirSync(this.folder, { recursive: true });
    const path = this.path(record.program);
    writeFileSync(`${path}.draft`, `${JSON.stringify(record, null, 2)}\n`);
    renameSync(`${path}.draft`, path);
  }

  private path(program: ProcessIdentity): string {
    return join(this.folder, `${program.replace(/[^\w@.-]/g, '_')}.json`);
  }
}

function isProgramRecord(value: unknown): value is ProgramRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { program, name, owner, isStopping } = value as Record<keyof ProgramRecord, unknown>;
  return [program, name, owner].every((text) => typeof text === 'string') && typeof isStopping === 'boolean';
}
