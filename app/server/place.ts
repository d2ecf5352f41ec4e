import { hostName } from '../core/links/host-name.ts';

/** What a request's host is to this installation. */
export type Place =
  /** The app's own address: everything but links. */
  | 'app'
  /** Any other host: links, where they belong to it. */
  | 'links';

/** The app and the links of texts have no host in common, so that neither can be misused in the name of the other. */
export const placeOf = (host: string, appHost: string): Place =>
  hostName(host) === hostName(appHost) ? 'app' : 'links';
