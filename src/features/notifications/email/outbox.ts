import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { errorCode } from '../../../platform/errors/error-code.js';
import { Config } from '../../../platform/config/config.js';
import { NamedError } from '../../../platform/errors/named-error.js';

const FOLDER = 'outbox';
const PART = '.part';
/** No email takes longer to write: an older partial file was left by a dead process. */
const ABANDONED_AFTER_MS = 3_600_000;

/** The outbox rejected an email. The log has its path and the disk's error. */
export class OutboxError extends NamedError {
  constructor(code: string) {
    super(`The email could not be written to the outbox (${code}). Try again later, or contact the operator`);
  }
}

/** Stores emails without SMTP_URL: each is a file in DATA_DIR/outbox that any mail program opens. */
@Injectable()
export class Outbox implements OnModuleInit {
  private readonly logger = new Logger(Outbox.name);

  constructor(private readonly config: Config) {}

  /** Removes partial files left by dead processes. */
  async onModuleInit(): Promise<void> {
    if (this.config.smtpUrl === undefined) await this.sweep();
  }

  /**
   * Writes to a temporary file and renames it, so that a program watching the folder never sees a partial message.
   *
   * @returns the file's path in DATA_DIR; viewers of the result need not know where DATA_DIR is
   * @throws OutboxError
   */
  async store(message: Buffer): Promise<string> {
    const name = `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}.eml`;
    const path = join(this.folder, name);
    try {
      await this.write(path, message);
    } catch (error) {
      this.logger.error(`The email could not be written to ${path}: ${String(error)}`);
      throw new OutboxError(errorCode(error) ?? 'unknown');
    }
    this.logger.log(`SMTP_URL is not set: email written to ${path}`);
    return `${FOLDER}/${name}`;
  }

  /** Removes partial files that are too old to be still in use. */
  async sweep(): Promise<void> {
    const now = Date.now();
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names.filter((each) => each.endsWith(PART))) {
      const path = join(this.folder, name);
      const modified = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => now,
      );
      if (now - modified > ABANDONED_AFTER_MS) await rm(path, { force: true }).catch(() => undefined);
    }
  }

  private get folder(): string {
    return resolve(this.config.dataDir, FOLDER);
  }

  private async write(path: string, message: Buffer): Promise<void> {
    const part = `${path}${PART}`;
    try {
      await mkdir(this.folder, { recursive: true });
      await writeFile(part, message);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined);
      throw error;
    }
  }
}
