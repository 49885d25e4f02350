const KEY = 'celeriac.reloaded-at';
/** A file that is missing even then has another cause. */
const AGAIN_AFTER_MS = 60_000;

/**
 * Loads the page again when a screen's file is missing: a deploy has replaced the files while the page was open. The
 * address is the state, so that nothing is lost.
 */
export function reloadAfterDeploy(): void {
  addEventListener('vite:preloadError', (event) => {
    if (!takeTurn()) return;
    event.preventDefault();
    location.reload();
  });
}

/** False if it was tried lately, or where a browser stores nothing: the error is then shown. */
function takeTurn(): boolean {
  try {
    if (Date.now() - Number(sessionStorage.getItem(KEY)) < AGAIN_AFTER_MS) return false;
    sessionStorage.setItem(KEY, String(Date.now()));
    return true;
  } catch {
    return false;
  }
}
