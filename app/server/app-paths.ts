/**
 * Whether a path may be one of the app's pages. Everything else is answered without Remix, which would render a page for
 * any stranger's guess; a test holds this against the routes there are.
 */
export const isAppPath = (path: string): boolean =>
  /^\/(?:_root\.data|__manifest|(?:app|auth)(?:\.data|\/.*)?)?$/.test(path);
