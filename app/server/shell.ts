import type { ServerBuild } from '@remix-run/node';
import type { InboundText } from '../core/consent/inbound-text.ts';
import type { DeliveryReport } from '../core/delivery/delivery-reports.ts';
import type { OpenedLink } from '../features/links/open-link.server.ts';
import type { LinkVisit } from '../features/links/record-clicks.server.ts';
import type { ReceivedWebhook } from '../platform/shopify/read-webhook.ts';

/** Whether this process can do its work; `reasons` are for the operator. */
export type Readiness = { ready: boolean; reasons: string[]; oldestDueJobSeconds: number | null };

/**
 * What the server around Remix needs from the app.
 *
 * DANGER: it comes out of the build (entry.server.tsx exports it), never by importing app/features here: the build
 * holds its own copy of those modules, and a second one would mean a second connection pool and a second queue of
 * reports in the same process.
 */
export type Shell = {
  /** Resolves when the reports are durable; rejects when the database is away. */
  recordReports(reports: DeliveryReport[]): Promise<void>;
  /** Resolves when the texts are stored and what they say of consent is in force; rejects when the database is away. */
  takeInbound(texts: InboundText[]): Promise<void>;
  /** Resolves when the webhook is stored; rejects when the database is away. */
  takeWebhook(webhook: ReceivedWebhook): Promise<void>;
  /**
   * What the code in a text leads to; undefined when no text has it, or its link is none of this host (in small letters, without
   * port). Rejects when the database is away.
   */
  openLink(code: string, host: string): Promise<OpenedLink | undefined>;
  /** Remembers that a link was opened; is not waited for, and never throws. */
  recordClick(link: OpenedLink, visit: LinkVisit): void;
  /** Resolves when no text goes to the link's recipient any more; rejects when the database is away. */
  optOut(link: OpenedLink): Promise<void>;
  /** Resolves when her yes to a text that asked for one is in force; rejects when the database is away. */
  agree(link: OpenedLink): Promise<void>;
  readiness(): Promise<Readiness>;
  /** What is wrong with ENCRYPTION_KEY, in words for the operator; undefined when it is the right one. */
  wrongKey(): Promise<string | undefined>;
  /** Waits for reports, clicks and looks at numbers that are being written, then lets go of the database. */
  close(): Promise<void>;
};

/** @throws when the build is of another version than this server. */
export function shellOf(build: ServerBuild): Shell {
  // ServerBuild names only what Remix itself reads of the entry module.
  const { shell } = build.entry.module as { shell?: Shell };
  if (shell === undefined) {
    throw new Error('build/server does not fit this version: build again (npm run build)');
  }
  return shell;
}
