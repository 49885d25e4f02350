import { NoPostgres, choosePostgres } from './choose-postgres.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { ServerStartError } from '../server/server-log.js';

/** The history of a standalone. */
export interface StandaloneHistory {
  /** Value of HISTORY_URL for its programs. */
  readonly url: string;
  /** One line for the terminal. */
  readonly shown: string;
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL for the history if one is installed. A history is optional until there is one: if the first start
 * of PostgreSQL fails, the history is off, and the reason is given; if there is data, the error is thrown.
 *
 * @throws PostgresVersionError, ServerStartError, FolderNotWritableError
 */
export async function startHistory(options: {
  dataDir: string;
  say: (line: string) => void;
}): Promise<StandaloneHistory> {
  const { dataDir, say } = options;
  const chosen = choosePostgres(dataDir);
  if (chosen instanceof NoPostgres) return off(`off. To keep finished tasks for months: ${chosen.remedy}`);
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, chosen, say });
    const shown = `PostgreSQL ${postgres.major} (embedded, data in ${dataDir}/postgres)`;
    return { url: postgres.url, shown, stop: () => postgres.stop() };
  } catch (error) {
    if (chosen.hasData || !(error instanceof ServerStartError)) throw error;
    say(`The history is off, because PostgreSQL does not start. ${error.message}`);
    return off('off, because PostgreSQL does not start (see above)');
  }
}

function off(shown: string): StandaloneHistory {
  return { url: 'off', shown, stop: () => Promise.resolve() };
}
