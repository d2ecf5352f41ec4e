import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { hostName } from '../core/links/host-name.ts';
import type { OpenedLink } from '../features/links/open-link.server.ts';
import type { ByteBudget } from './byte-budget.ts';
import { addressOf } from './client.ts';
import { languageFor } from './link-page-texts.ts';
import {
  agreedPage,
  askPage,
  awayPage,
  PAGE_POLICY,
  STOP_FIELD,
  STOP_VALUE,
  stopPage,
  stoppedPage,
  unknownPage,
  YES_VALUE,
} from './link-pages.ts';
import { readBody } from './read-body.ts';
import { unreadBodies } from './refuse-body.ts';
import type { Shell } from './shell.ts';
import type { StrangerLimit } from './stranger-limit.ts';

/**
 * A code is as long as every other, so whatever stands behind it is no part of it: what phones take along when a link stands in
 * a sentence (a dot, », …, an emoji, the next word), and what apps append.
 */
const LINK_PATH = /^\/([0-9A-Za-z]{10})/;
/** Our form sends eleven bytes. */
const BODY_BYTES_MOST = 1_000;
const BODY_MS_MOST = 15_000;
const METHODS = 'GET, HEAD, POST';

/** The code in a path that the links of texts have, on whatever host; undefined for every other path. */
export const linkCodeOf = (url: string | undefined): string | undefined => LINK_PATH.exec(url ?? '')?.[1];

type Links = Pick<Shell, 'openLink' | 'recordClick' | 'optOut' | 'agree'>;
type Answer = {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Done when the answer is on its way. */
  after?: () => void;
};

/**
 * Answers whoever opens the link of a text, before and without Remix: a redirect to what the merchant wrote, or the page on
 * which she stops the shop's texts. Nothing of the request but the code has a say in where it leads, and no cookie is set.
 */
export class PublicLinks {
  readonly #links: Links;
  readonly #log: Logger;
  readonly #secure: boolean;
  readonly #budget: ByteBudget;
  readonly #strangers: StrangerLimit;

  constructor(options: {
    links: Links;
    log: Logger;
    secure: boolean;
    budget: ByteBudget;
    strangers: StrangerLimit;
  }) {
    this.#links = options.links;
    this.#log = options.log;
    this.#secure = options.secure;
    this.#budget = options.budget;
    this.#strangers = options.strangers;
  }

  /** Answers every request, and never rejects. */
  async answer(
    request: IncomingMessage,
    response: ServerResponse,
    place: { code: string; host: string },
  ): Promise<void> {
    const started = performance.now();
    const answer = await this.#answerTo(request, place).catch((error: unknown): Answer => {
      this.#log.warn({ err: error }, 'the link of a text could not be opened');
      return away(awayPage(languageOf(request)));
    });
    if (answer === undefined) {
      return;
    }
    const { status, headers, body, after } = answer;
    response
      .writeHead(status, {
        'cache-control': 'private, no-store',
        'x-robots-tag': 'noindex, nofollow',
        'x-content-type-options': 'nosniff',
        ...(this.#secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
        ...headers,
        'content-length': Buffer.byteLength(body),
      })
      .end(request.method === 'HEAD' ? undefined : body);
    const ms = Math.round((performance.now() - started) * 10) / 10;
    after?.();
    this.#log.info({ method: request.method, status, ms }, 'link of a text');
  }

  /** Undefined when the other side hung up. */
  async #answerTo(
    request: IncomingMessage,
    { code, host }: { code: string; host: string },
  ): Promise<Answer | undefined> {
    const { method } = request;
    if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') {
      return refusal(405, METHODS);
    }
    const link = await this.#links.openLink(code, hostName(host));
    if (link === undefined) {
      return await this.#unknown(request);
    }
    if (method === 'POST') {
      return link.kind === 'url' ? refusal(405, 'GET, HEAD') : this.#hear(request, link);
    }
    const answer: Answer =
      link.kind === 'url'
        ? { status: 302, headers: { location: locationOf(link.destination) }, body: '' }
        : page(200, (link.asks ? askPage : stopPage)(languageOf(request, link), link.shopName));
    return { ...answer, after: () => this.#links.recordClick(link, { method, ...visitorOf(request) }) };
  }

  /** A code that nobody has, or not on this host: the answer does not tell which. */
  async #unknown(request: IncomingMessage): Promise<Answer> {
    const seconds = await this.#strangers.over(addressOf(request));
    const answer = page(seconds === undefined ? 404 : 429, unknownPage(languageOf(request)));
    return seconds === undefined
      ? answer
      : { ...answer, headers: { ...answer.headers, 'retry-after': String(seconds) } };
  }

  /** What the button said: a no, or where the text asked for one, a yes. */
  async #hear(request: IncomingMessage, link: OpenedLink & { kind: 'opt_out' }): Promise<Answer | undefined> {
    const language = languageOf(request, link);
    const again = link.asks ? askPage(language, link.shopName) : stopPage(language, link.shopName, true);
    const body = await readBody(request, { bytes: BODY_BYTES_MOST, ms: BODY_MS_MOST, budget: this.#budget });
    if (body.kind === 'gone') {
      return undefined;
    }
    if (body.kind !== 'read') {
      return closing(page(unreadBodies[body.kind].status, again));
    }
    if (!isForm(request.headers['content-type'])) {
      return page(415, again);
    }
    const said = new URLSearchParams(body.bytes.toString()).get(STOP_FIELD);
    const agrees = link.asks && said === YES_VALUE;
    if (said !== STOP_VALUE && !agrees) {
      return page(400, again);
    }
    try {
      await (agrees ? this.#links.agree(link) : this.#links.optOut(link));
    } catch (error) {
      this.#log.error(
        { err: error, shopId: link.shopId },
        'an answer to a text could not be recorded; she was told so',
      );
      return away(again);
    }
    return {
      ...page(200, (agrees ? agreedPage : stoppedPage)(language, link.shopName)),
      after: () => this.#links.recordClick(link, { method: 'POST', ...visitorOf(request) }),
    };
  }
}

const page = (status: number, body: string): Answer => ({
  status,
  // The address of the page is a secret between her and the shop.
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': PAGE_POLICY,
    'referrer-policy': 'no-referrer',
  },
  body,
});

/** The rest of a body that was not read is still on its way. */
const closing = (answer: Answer): Answer => ({
  ...answer,
  headers: { ...answer.headers, connection: 'close' },
});

function away(body: string): Answer {
  const answer = page(503, body);
  return { ...answer, headers: { ...answer.headers, 'retry-after': '10' } };
}

const refusal = (status: number, allow: string): Answer => ({
  status,
  headers: { allow, 'content-type': 'text/plain; charset=utf-8' },
  body: 'This address only opens.\n',
});

/**
 * As the merchant wrote it. What a header cannot carry is written in percent, as a browser does with the same letters in its
 * address bar.
 */
const locationOf = (destination: string): string =>
  destination.toWellFormed().replace(/[^\x21-\x7e]+/g, encodeURIComponent);

const languageOf = (request: IncomingMessage, link?: { locale: string | null }) =>
  languageFor(link?.locale ?? null, request.headers['accept-language']);

const isForm = (contentType: string | undefined): boolean =>
  /^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType ?? '');

function visitorOf({ headers }: IncomingMessage): {
  userAgent: string | undefined;
  purpose: string | undefined;
} {
  const purpose = headers['sec-purpose'] ?? headers.purpose ?? headers['x-purpose'] ?? headers['x-moz'];
  return { userAgent: headers['user-agent'], purpose: purpose === undefined ? undefined : String(purpose) };
}
