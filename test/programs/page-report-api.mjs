/** The API process with the modules of examples/page-report. */
import './page-report-modules.mjs';
import { startApi } from '../../dist/apps/api-app.js';
import { AppModule } from '../../dist/apps/app.module.js';
import { runProcess } from '../../dist/apps/process.js';

await runProcess('celeriac-api', () => startApi(AppModule));
