/** A scrape must be answered within its own time limit, whatever the broker does. */
const LIMIT_MS = 2_000;

/** @returns undefined: the work failed, or was not done in time */
export async function withinScrape<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), LIMIT_MS);
  });
  return Promise.race([work.catch(() => undefined), late]).finally(() => clearTimeout(timer));
}
