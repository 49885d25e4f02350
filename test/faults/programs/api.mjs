/** The normal API process with the additional tasks of fault-tasks.mjs. */
import { startApi } from '../../../dist/apps/api-app.js';
import { runProcess } from '../../../dist/apps/process.js';
import { FaultApiModule } from './fault-tasks.mjs';

await runProcess('celeriac-api', () => startApi(FaultApiModule));
