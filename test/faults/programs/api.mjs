/** The API process as it is, with the tasks of fault-tasks.mjs besides its own. */
import { startApi } from '../../../dist/apps/api-app.js';
import { runProcess } from '../../../dist/apps/process.js';
import { FaultApiModule } from './fault-tasks.mjs';

await runProcess('celeriac-api', () => startApi(FaultApiModule));
