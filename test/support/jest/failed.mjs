import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/** Writes the failed spec files, one a line, to the file `FAILED_SPECS`, from which `.ci/run` runs them again. */
export default class Failed {
  onRunComplete(_contexts, { testResults }) {
    const file = process.env.FAILED_SPECS;
    if (!file) return;
    const failed = testResults.filter(
      ({ numFailingTests, testExecError }) => numFailingTests > 0 || testExecError,
    );
    writeFileSync(
      file,
      failed.map(({ testFilePath }) => `${relative(process.cwd(), testFilePath)}\n`).join(''),
    );
  }
}
