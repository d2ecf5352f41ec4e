/**
 * Imports run one way: routes, workers → features → platform → core. Every rule says why it is there; the reason is
 * what `npm test` prints. test/architecture.test.ts proves that each of them bites.
 */
const tests = '[.]test[.]tsx?$';
const remixFiles = '^app/(routes/|components/|server/|root[.]tsx$|entry[.])';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-is-pure',
      comment:
        'app/core decides; it reads no clock, file, database or network, so that every rule can be tested with plain ' +
        'values and runs in the browser too. It imports itself, zod, libphonenumber-js and isbot only: pass what it needs to know as an argument.',
      severity: 'error',
      from: { path: '^app/core/', pathNot: tests },
      to: { pathNot: ['^app/core/', 'node_modules/(zod|libphonenumber-js|isbot)/'] },
    },
    {
      name: 'platform-knows-no-feature',
      comment:
        'app/platform is what features stand on; if it knew one, no other could use it. Move the rule to app/core or the act to app/features.',
      severity: 'error',
      from: { path: '^app/platform/', pathNot: tests },
      to: { path: ['^app/(features|routes|components|server|root|entry)', '^workers/'] },
    },
    {
      name: 'features-know-no-page',
      comment:
        'A feature is called by pages, workers and the command line alike, so it knows none of them: return a value, and let the caller answer.',
      severity: 'error',
      from: { path: '^app/features/', pathNot: tests },
      to: { path: ['^app/(routes|components|server|root|entry)', '^workers/'] },
    },
    {
      name: 'components-use-core-only',
      comment:
        'Components run in the browser: they may compute with app/core (the same part counter as the workers), and get everything else from their route as props.',
      severity: 'error',
      from: { path: '^app/components/', pathNot: tests },
      to: { path: ['^app/(features|platform|routes|server|root|entry)', '^workers/'] },
    },
    {
      name: 'routes-start-no-worker',
      comment: 'Web and workers are separate processes that meet in the database: enqueue a job instead.',
      severity: 'error',
      from: { path: '^app/', pathNot: tests },
      to: { path: '^workers/' },
    },
    {
      name: 'workers-know-no-page',
      comment: 'A worker has no request and no page. What it shares with a route belongs into app/features.',
      severity: 'error',
      from: { path: '^workers/', pathNot: tests },
      to: { path: '^app/(routes|components|server|root|entry)' },
    },
    {
      name: 'remix-at-the-edge',
      comment:
        'Remix is imported in routes, root, entries, components and app/server only, so that the rest survives a change of framework.',
      severity: 'error',
      from: { path: '^(app|workers)/', pathNot: [remixFiles, tests] },
      to: { path: 'node_modules/@remix-run/' },
    },
    {
      name: 'server-files-stay-on-the-server',
      comment:
        'A file without .server in its name may end up in the browser, and takes along what it imports: rename it to *.server.ts, or pass the value in.',
      severity: 'error',
      from: {
        path: '^app/',
        pathNot: [
          '[.]server[.]tsx?$',
          '^app/routes/',
          '^app/root[.]tsx$',
          '^app/entry[.]',
          '^app/server/',
          tests,
        ],
      },
      // Types are erased before anything is bundled.
      to: { path: '^app/.+[.]server[.]tsx?$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-test-code-in-production',
      comment: 'app and workers are deployed without test/ and scripts/.',
      severity: 'error',
      from: { path: '^(app|workers)/', pathNot: tests },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'no-dev-packages-in-production',
      comment: 'Dev dependencies are not installed in production: move the package to "dependencies".',
      severity: 'error',
      from: { path: '^(app|workers|prisma)/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-circular-imports',
      comment:
        'Files that import each other in a circle can only be understood, and are only loaded, together: move what both need into a third file.',
      severity: 'error',
      from: {},
      // Types are erased; a circle of types alone breaks nothing at run time.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'imports-exist',
      comment:
        'This import leads nowhere: a misspelt path, a missing ending (.ts), or a package that is not installed.',
      severity: 'error',
      from: {},
      // What Vite makes up while it builds, and what the build itself makes.
      to: { couldNotResolve: true, pathNot: ['[?](url|raw|inline)$', '^virtual:', 'build/server/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The trees with which the rules are tested break them on purpose.
    exclude: { path: ['^test/support/fixtures/', '^build/'] },
    tsPreCompilationDeps: true,
    // With a tsconfig it would also resolve what the running code can't.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'module', 'node', 'default', 'require', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
