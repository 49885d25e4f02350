import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../config/config.js';

/** Where emails go without SMTP_URL: each is a file under DATA_DIR/outbox that any mail program opens. */
@Injectable()
export class Outbox {
  private readonly logger = new Logger(Outbox.name);

  constructor(private readonly config: Config) {}

  /**
   * Written beside and renamed, so that whoever watches the folder never sees half a message.
   *
   * @returns the path of the file
   */
  async store(message: Buffer): Promise<string> {
    const folder = resolve(this.config.dataDir, 'outbox');
    await mkdir(folder, { recursive: true });
    const name = `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}.eml`;
    const path = join(folder, name);
    await writeFile(`${path}.part`, message);
    await rename(`${path}.part`, path);
    this.logger.log(`No SMTP_URL: the email is in ${path}`);
    return path;
  }
}
