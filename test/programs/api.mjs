/** The normal API process with the additional tasks of test-tasks.mjs. */
import './more-queues.mjs';
import { startApi } from '../../dist/apps/api-app.js';
import { runProcess } from '../../dist/apps/process.js';
import { TestApiModule } from './test-tasks.mjs';

await runProcess('celeriac-api', () => startApi(TestApiModule));
