import { startApi } from './api-app.js';
import { runProcess } from './process.js';

/** The API process: `nest start`, or `node dist/main.js`. */
await runProcess('celeriac-api', () => startApi());
