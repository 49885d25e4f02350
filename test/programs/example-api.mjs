/** The normal API process with the modules of an example, which must be there before the root module is loaded. */
import { runProcess } from '../../dist/apps/process.js';
await import('./example-modules.mjs');
const { startApi } = await import('../../dist/apps/api-app.js');

await runProcess('celeriac-api', () => startApi());
