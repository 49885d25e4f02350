import { Injectable, Logger } from '@nestjs/common';
import { HistoryDatabase } from '../database/history-database.js';

/** The index may be made or dropped by hand at any time. */
const KNOWN_MS = 60_000;

const IS_THERE = `SELECT coalesce((SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('task_by_text')), false) AS found`;

/** The index for parts of texts. It is missing if PostgreSQL has no extension pg_trgm, or if an operator dropped it. */
@Injectable()
export class TextIndex {
  private readonly logger = new Logger('History');
  private known: { readonly isThere: boolean; readonly at: number } | undefined;
  private isReported = false;

  constructor(private readonly database: HistoryDatabase) {}

  /** @throws HistoryUnavailableError */
  async isThere(): Promise<boolean> {
    if (this.known === undefined || performance.now() - this.known.at > KNOWN_MS) await this.look();
    return this.known?.isThere ?? false;
  }

  private async look(): Promise<void> {
    const [row] = await this.database.read<{ readonly found: boolean }>(IS_THERE);
    this.known = { isThere: row?.found ?? false, at: performance.now() };
    if (this.known.isThere || this.isReported) return;
    this.isReported = true;
    this.logger.warn(
      'The history has no index for parts of texts: searches with wildcards and free text are slow. To add it, install ' +
        'the extension pg_trgm and create the index task_by_text as in the migration 0002-search.sql',
    );
  }
}
