/** Import this first: adds the modules of examples/page-report, as `src/apps/features.ts` would list them. */
import { ImagesModule } from '../../.dist-examples/page-report/images/images.module.js';
import { ReportModule } from '../../.dist-examples/page-report/report/report.module.js';
import { features } from '../../dist/apps/features.js';

features.push(ImagesModule, ReportModule);
