import './shell/top-bar.css';

/** The frame of the first moment, until the session is known. The page itself shows the same before any script runs. */
export function Opening() {
  return (
    <header class="top-bar">
      <span class="brand">
        <img src={new URL('../icon.svg', import.meta.url).href} alt="" width="26" height="26" />
        <span>Celeriac</span>
      </span>
    </header>
  );
}
