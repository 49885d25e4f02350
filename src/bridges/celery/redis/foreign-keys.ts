import { Logger } from '@nestjs/common';

const logger = new Logger('CeleryResults');

/**
 * Names of results and chords come from outside, and may be those of keys that hold something else. Such a key stays as
 * it is: trying again would hold up all other results, for ever.
 *
 * @returns what is used instead of the reply then
 */
export async function unlessForeign<T>(key: string, work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!/\bWRONGTYPE\b/.test((error as Error).message)) throw error;
    logger.warn(
      `The key ${JSON.stringify(key.slice(0, 300))} holds something else than Celery's results: it is left alone`,
    );
    return otherwise;
  }
}
