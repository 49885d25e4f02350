import { startApi } from './apps/api-app.js';
import { runProcess } from './apps/process.js';

/** The API process: `nest start`, or `node dist/main.js`. */
await runProcess('celeriac-api', () => startApi());
