/** The normal API process with the modules of an example. */
import { runProcess } from '../../dist/apps/process.js';
await import('./example-modules.mjs');
const { startApi } = await import('../../dist/apps/api-app.js');

await runProcess('celeriac-api', () => startApi());
