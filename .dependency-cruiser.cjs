// Which way imports may point (see ARCHITECTURE.md). turbo boundaries finds undeclared imports and imports that leave a
// package; the direction between packages, and between the modules of core, is held here.

/** What each package may import from the workspace. Whatever is not listed is refused. */
const ALLOWED = {
  'packages/money': [],
  'packages/contracts': ['packages/money'],
  'packages/db': ['packages/money', 'packages/contracts'],
  'packages/core': ['packages/money', 'packages/contracts', 'packages/db'],
  'packages/auth': ['packages/money', 'packages/contracts', 'packages/db', 'packages/core'],
  // Of the languages only their server entry: documents speak both.
  'packages/integrations': ['packages/money', 'packages/contracts', 'packages/db', 'packages/core', 'packages/i18n'],
  'packages/api': ['packages/money', 'packages/contracts', 'packages/db', 'packages/core', 'packages/auth'],
  'apps/server': [
    'packages/money',
    'packages/contracts',
    'packages/db',
    'packages/core',
    'packages/auth',
    'packages/integrations',
    'packages/api',
    // Only its pure brand entry: a shop's style sheet must be the same before and after the app has started.
    'packages/ui',
  ],
  'packages/ui': [],
  'packages/i18n': [],
  'packages/web': ['packages/money', 'packages/contracts', 'packages/ui', 'packages/i18n'],
  'apps/admin': ['packages/money', 'packages/contracts', 'packages/ui', 'packages/i18n', 'packages/web'],
  'apps/portal': ['packages/money', 'packages/contracts', 'packages/ui', 'packages/i18n', 'packages/web'],
  'apps/shop': ['packages/money', 'packages/contracts', 'packages/ui', 'packages/i18n', 'packages/web'],
};

/** Browser packages that may see the API's types, and nothing but its types. */
const SEES_API_TYPES = '^(packages/web|apps/(admin|portal|shop))/';
const TESTS = '[.](test|int[.]test|browser[.]test|test-d)[.]tsx?$';
const OUTPUTS = '(^|/)(dist|[.]turbo|[.]types|test-output)/';

const directions = Object.entries(ALLOWED).map(([from, targets]) => ({
  name: `direction-${from.replace('/', '-')}`,
  comment: `${from} may import only ${targets.join(', ') || 'no other package'} of the workspace.`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: TESTS },
  to: {
    path: '^(packages|apps)/',
    pathNot: [`^${from}/`, ...targets.map((target) => `^${target}/`), '^packages/api/src/index[.]ts$'],
  },
}));

module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'no-cycle',
      comment: 'A cycle makes loading order matter and splitting impossible.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'unresolvable',
      comment: 'The import leads nowhere: undeclared dependency, wrong path or a path not exported.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '[.](css|svg|woff2)$' },
    },
    {
      name: 'api-types-only',
      comment: 'Browser code sees the API as types only; a value import would ship server code.',
      severity: 'error',
      from: { path: SEES_API_TYPES },
      to: { path: '^packages/api/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'api-types-for-browsers-only',
      comment: 'Only the browser packages and the server read the API package.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: ['^packages/api/', '^apps/server/', SEES_API_TYPES, TESTS] },
      to: { path: '^packages/api/' },
    },
    {
      name: 'core-modules-meet-at-index',
      comment: 'Another module of core is imported through its index.ts, never around it.',
      severity: 'error',
      from: { path: '^packages/core/src/([^/]+)/' },
      to: {
        path: '^packages/core/src/[^/]+/',
        pathNot: [
          '^packages/core/src/$1/',
          '^packages/core/src/[^/]+/index[.]ts$',
          // Types of a port may be named by the composition of all ports.
          '[.]port[.]ts$',
          '^packages/core/src/[^/]+/testing/',
        ],
      },
    },
    {
      name: 'testing-only-in-tests',
      comment: 'What a module makes for tests is for tests, of any module.',
      severity: 'error',
      from: { path: '^packages/core/src/', pathNot: [TESTS, '/testing/'] },
      to: { path: '^packages/core/src/[^/]+/testing/' },
    },
    {
      name: 'core-leaves',
      comment: 'inventory and ledger import no other module of core: everything stands on them.',
      severity: 'error',
      from: { path: '^packages/core/src/(inventory|ledger)/', pathNot: TESTS },
      to: { path: '^packages/core/src/[^/]+/index[.]ts$', pathNot: '^packages/core/src/$1/' },
    },
    {
      name: 'nothing-imports-tooling',
      comment: 'Demo, bench, chaos and sandbox may import everything; nothing imports them.',
      severity: 'error',
      // What tests share lies beside them, in the package's test folder.
      from: {
        path: '^(packages|apps)/',
        pathNot: ['^apps/[^/]+/vite[.]config[.]ts$', '^(packages|apps)/[^/]+/test/', TESTS],
      },
      to: { path: '^tooling/' },
    },
    {
      name: 'decimal-only-in-money',
      comment: 'decimal.js lives inside packages/money; everyone else works with its bigint types.',
      severity: 'error',
      from: { pathNot: '^packages/money/' },
      to: { path: 'node_modules/decimal[.]js/' },
    },
    {
      name: 'lucia-only-in-auth',
      comment: 'lucia is unmaintained: one package imports it, so that one package can replace it.',
      severity: 'error',
      from: { pathNot: '^packages/auth/' },
      to: { path: 'node_modules/lucia/' },
    },
    {
      name: 'no-tests-in-production',
      comment: 'Code that ships does not import tests.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: TESTS },
      to: { path: TESTS },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: OUTPUTS },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tooling/tsconfig.cruiser.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'node', 'browser', 'import', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
