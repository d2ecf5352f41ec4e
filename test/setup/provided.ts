/** What the global set-up tells the test files about the server; see test/setup/global-database.ts. */
export type TestServer = {
  /** As an account that may create databases. */
  adminUrl: string;
  /** As the app's account; the path, the database's name, is to be replaced. */
  appUrl: string;
  /** The migrated database to clone. */
  template: string;
  /** What the names of this run's databases begin with. */
  prefix: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}
