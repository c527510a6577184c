import fs from 'node:fs';
import { inRoot } from './root.ts';
import { runNode } from './run-process.ts';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** What we read of vitest's JSON report. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** Runs vitest with its output on the terminal and returns its sums, see {@link tallyOf}. */
export async function runVitest(args: readonly string[], narrowed: boolean): Promise<Tally> {
  const reportFile = inRoot('test-output', `vitest-${process.pid}.json`);
  fs.mkdirSync(inRoot('test-output'), { recursive: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const vitest = inRoot('node_modules/vitest/vitest.mjs');
  const result = await runNode(vitest, ['run', ...reporters, ...args], { output: 'show' });
  return tallyOf(readReport(reportFile), result.code, narrowed);
}

/**
 * A file that could not be loaded, an error outside every test, and a test that did not run each count as failed:
 * nothing may be green by not having happened.
 *
 * @param report undefined when vitest ended without writing one
 * @param narrowed true when the caller chose tests by name, so that the others are rightly left out
 */
export function tallyOf(report: VitestReport | undefined, exitCode: number, narrowed: boolean): Tally {
  if (report === undefined) return { passed: 0, failed: 1 };
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const notRun = narrowed ? 0 : report.numPendingTests + report.numTodoTests;
  const failed = report.numFailedTests + broken + notRun;
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

function readReport(file: string): VitestReport | undefined {
  if (!fs.existsSync(file)) return undefined;
  const report = JSON.parse(fs.readFileSync(file, 'utf8')) as VitestReport;
  fs.rmSync(file);
  return report;
}
