import { Agent, request } from 'undici';
import type { ReportRequest } from './report-request.ts';

const ANSWER_TIMEOUT_MS = 30_000;

/** Puts reports on the wire, over at most so many kept-alive connections; follows no redirect. */
export class ReportClient {
  readonly #agent: Agent;

  constructor(connections: number) {
    this.#agent = new Agent({
      connections,
      pipelining: 1,
      headersTimeout: ANSWER_TIMEOUT_MS,
      bodyTimeout: ANSWER_TIMEOUT_MS,
    });
  }

  /** True when it was answered 2xx; false for any other answer, or none. */
  async deliver({ url, ...call }: ReportRequest): Promise<boolean> {
    try {
      const answer = await request(url, { ...call, dispatcher: this.#agent });
      await answer.body.dump();
      return answer.statusCode >= 200 && answer.statusCode < 300;
    } catch {
      return false;
    }
  }

  /** Cuts what is under way. */
  async stop(): Promise<void> {
    await this.#agent.destroy();
  }
}
