import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessIdentity, identityOf, isAlive, ownIdentity } from './process-identity.js';

/** A program (the API, a worker, a bridge) started by a standalone. */
export interface ProgramRecord {
  readonly program: ProcessIdentity;
  /** `API`, `worker` or `bridge`. */
  readonly name: string;
  /** The standalone that started the program. */
  readonly owner: ProcessIdentity;
  /** True after its owner has asked it to stop. */
  readonly isStopping: boolean;
}

/**
 * The running programs of all standalones of a data folder, one file each in `<dataDir>/programs/`. The next start uses
 * them to find a program that still drains after its owner was killed.
 */
export class ProgramRecords {
  private readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'programs');
  }

  /** Records a child of this process, unless it is already dead. */
  add(pid: number, name: string): void {
    const program = identityOf(pid);
    if (program) this.write({ program, name, owner: ownIdentity(), isStopping: false });
  }

  /** Records that this process has asked all its programs to stop. */
  markStopping(): void {
    const own = this.living().filter(({ owner }) => owner === ownIdentity());
    own.forEach((record) => this.write({ ...record, isStopping: true }));
  }

  /** Programs that are finishing their tasks, exit afterwards, and are not restarted. */
  draining(): ProgramRecord[] {
    return this.living().filter(({ owner, isStopping }) => isStopping || !isAlive(owner));
  }

  /** All running programs. Removes the records of the others. */
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
      return []; // first start
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
