import { describe, expect, it } from 'vitest';
import { tallyOf, type VitestReport } from './run-vitest.ts';

const green: VitestReport = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
};

describe('tallyOf', () => {
  it('sums what passed and failed', () => {
    expect(tallyOf(green, 0, false)).toEqual({ passed: 3, failed: 0 });
    expect(tallyOf({ ...green, numFailedTests: 2 }, 1, false)).toEqual({ passed: 3, failed: 2 });
  });

  it('counts a file that could not be loaded', () => {
    const report = { ...green, testResults: [...green.testResults, { status: 'failed', assertionResults: [] }] };
    expect(tallyOf(report, 1, false)).toEqual({ passed: 3, failed: 1 });
  });

  it('counts an error outside every test, and a run without a report', () => {
    expect(tallyOf(green, 1, false)).toEqual({ passed: 3, failed: 1 });
    expect(tallyOf(undefined, 0, false)).toEqual({ passed: 0, failed: 1 });
  });

  it('counts tests that did not run, unless the caller chose which should', () => {
    const report = { ...green, numPendingTests: 1, numTodoTests: 1 };
    expect(tallyOf(report, 0, false).failed).toBe(2);
    expect(tallyOf(report, 0, true).failed).toBe(0);
  });
});
