import { defineConfig } from 'vitest/config';

/**
 * One cluster for the whole run, so it is set up at the root and not in the projects: each project with a setup of its
 * own would start one more.
 */
const clusterSetup = './packages/db/src/testing-setup.ts';

const sources = '{packages,apps}/*/{src,test}';
const outside = ['**/node_modules/**', '**/dist/**', '**/.types/**'];

export default defineConfig({
  test: {
    reporters: ['default'],
    globalSetup: [clusterSetup],
    // Twice the cores of a small machine, since a file waits for browser and database half of its time.
    maxWorkers: 4,
    // Files share a process and its modules (`isolate: false` below): loading all of them anew for each file took a sixth of
    // the whole run. What a file changes of its process it puts back.
    retry: 0,
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${sources}/**/*.test.{ts,tsx}`, 'tooling/{src,test}/**/*.test.ts'],
          exclude: ['**/*.int.test.ts', '**/*.browser.test.ts', ...outside],
          // A property of many runs takes its time on a busy machine.
          testTimeout: 20_000,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: [`${sources}/**/*.int.test.ts`, 'tooling/{src,test}/**/*.int.test.ts'],
          exclude: outside,
          // As long as a model's course of many steps takes on a machine that does other things too.
          testTimeout: 60_000,
          expect: { poll: { timeout: 10_000 } },
          hookTimeout: 60_000,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [`${sources}/**/*.browser.test.ts`, 'tooling/{src,test}/**/*.browser.test.ts'],
          exclude: outside,
          globalSetup: ['./tooling/src/browser-setup.ts'],
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A page of a busy machine takes its time; one second, which is the default, would judge the machine.
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
