import { findProgram } from '../../dist/platform/embedded/program/find-program.js';

/**
 * Programs of a browser, the best first: the headless shell is a page without the browser around it, and takes less than
 * half of the CPU time.
 */
const BROWSERS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/** The browser must not use the network for itself, and needs no screen, GPU or sandbox. */
export const HEADLESS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @returns CHROME_PATH, otherwise the first known name on the PATH; undefined without one */
export function browserProgram() {
  return process.env.CHROME_PATH || findProgram(BROWSERS);
}
