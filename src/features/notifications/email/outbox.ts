import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';

const FOLDER = 'outbox';
const PART = '.part';
/** No email takes longer to write: an older part has lost its process. */
const ABANDONED_AFTER_MS = 3_600_000;

/** The outbox did not take an email. Its path and what the disk said are in the log. */
export class OutboxError extends Error {
  override readonly name = 'OutboxError';

  constructor(code: string) {
    super(`The email was not written to the outbox (${code}): try again later, or ask the operator`);
  }
}

/** Where emails go without SMTP_URL: each is a file under DATA_DIR/outbox that any mail program opens. */
@Injectable()
export class Outbox implements OnModuleInit {
  private readonly logger = new Logger(Outbox.name);

  constructor(private readonly config: Config) {}

  /** Removes the parts that processes left when they died. */
  async onModuleInit(): Promise<void> {
    if (this.config.smtpUrl === undefined) await this.sweep();
  }

  /**
   * Written beside and renamed, so that whoever watches the folder never sees half a message.
   *
   * @returns the path of the file within DATA_DIR: where that is on the machine is nothing to viewers of the result
   * @throws OutboxError
   */
  async store(message: Buffer): Promise<string> {
    const name = `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}.eml`;
    const path = join(this.folder, name);
    try {
      await this.write(path, message);
    } catch (error) {
      this.logger.error(`The email was not written to ${path}: ${String(error)}`);
      throw new OutboxError(codeOf(error));
    }
    this.logger.log(`No SMTP_URL: the email is in ${path}`);
    return `${FOLDER}/${name}`;
  }

  /** Removes parts that are too old to be still written. */
  async sweep(now = Date.now()): Promise<void> {
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

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
}
