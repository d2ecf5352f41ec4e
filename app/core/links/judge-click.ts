import { isbot } from 'isbot';

/** One opening of a link, as it came. */
export type LinkRequest = {
  method: 'GET' | 'HEAD';
  userAgent: string | undefined;
  /** What the browser says it fetches the page for: Sec-Purpose, Purpose, X-Purpose or X-Moz. */
  purpose: string | undefined;
  /** Since the carrier took the text, or since it was asked to while it has not answered; null when it never was. */
  msSinceHandOver: number | null;
};

export type ClickVerdict = {
  verdict: 'person' | 'scanner' | 'preview';
  reason:
    | 'browser'
    | 'fetched_ahead'
    | 'previewer'
    | 'head_only'
    | 'no_user_agent'
    | 'robot'
    | 'no_browser'
    | 'too_soon'
    | 'pressed_stop';
};

/** No text has been delivered, read and tapped by then; a scanner on its way has opened it. */
const TOO_SOON_MS = 2_000;

/**
 * Programs that show what is behind a link before, or instead of, a tap. The preview of iMessage calls itself
 * facebookexternalhit and Twitterbot, under a Mac's browser.
 */
const PREVIEWERS =
  /facebookexternalhit|facebot|twitterbot|whatsapp|telegrambot|viber|skypeuripreview|slackbot|slack-imgproxy|discordbot|linkedinbot|pinterestbot|redditbot|vkshare|bingpreview|google-pagerenderer|googlemessages|embedly|iframely|mattermost|line-poker/i;
/** Every browser of a phone begins like this, the built-in ones of apps included. */
const BROWSER = /^(Mozilla|Opera|UCWEB)\//;

/**
 * Whether a person opened a link, or a machine on the way to her: filters of carriers and phones open links to look for
 * fraud, and apps to show a preview. In doubt it was a person: the raw request is kept, and a merchant who saw no clicks
 * where there were some would be misled more than by a few too many.
 */
export function judgeClick({ method, userAgent, purpose, msSinceHandOver }: LinkRequest): ClickVerdict {
  if (purpose !== undefined && /prefetch|prerender|preview/i.test(purpose)) {
    return { verdict: 'preview', reason: 'fetched_ahead' };
  }
  if (userAgent !== undefined && isPreviewer(userAgent)) {
    return { verdict: 'preview', reason: 'previewer' };
  }
  if (method === 'HEAD') {
    return { verdict: 'scanner', reason: 'head_only' };
  }
  if (userAgent === undefined || userAgent.trim() === '') {
    return { verdict: 'scanner', reason: 'no_user_agent' };
  }
  if (isbot(userAgent)) {
    return { verdict: 'scanner', reason: 'robot' };
  }
  if (!BROWSER.test(userAgent)) {
    return { verdict: 'scanner', reason: 'no_browser' };
  }
  if (msSinceHandOver !== null && msSinceHandOver < TOO_SOON_MS) {
    return { verdict: 'scanner', reason: 'too_soon' };
  }
  return { verdict: 'person', reason: 'browser' };
}

/** The browsers inside these apps name them too, but look like a browser and like no robot. */
const isPreviewer = (userAgent: string): boolean =>
  PREVIEWERS.test(userAgent) && (isbot(userAgent) || !BROWSER.test(userAgent));
