import { describe, expect, test } from 'vitest';
import { judgeClick, type LinkRequest } from './judge-click.ts';

const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
const base: LinkRequest = { method: 'GET', userAgent: SAFARI, purpose: undefined, msSinceHandOver: 60_000 };
const judged = (changes: Partial<LinkRequest>) => judgeClick({ ...base, ...changes });

describe('a person', () => {
  test.each([
    ['Safari on an iPhone', SAFARI],
    [
      'Chrome on Android',
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36',
    ],
    [
      'Samsung’s browser',
      'Mozilla/5.0 (Linux; Android 13; SM-A536B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36',
    ],
    [
      'Firefox on a desktop',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0',
    ],
    [
      'the browser inside Facebook',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/440.0.0.30.110]',
    ],
    [
      'the browser inside Viber',
      'Mozilla/5.0 (Linux; Android 12; SM-G991B; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.0.0 Mobile Safari/537.36 Viber/20.1',
    ],
    ['Opera Mini', 'Opera/9.80 (Android; Opera Mini/36.2/191.256; U; el) Presto/2.12.423 Version/12.16'],
    [
      'a phone whose maker ends in "bot"',
      'Mozilla/5.0 (Linux; U; Android 11; CUBOT NOTE 20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0 Mobile Safari/537.36',
    ],
  ])('%s', (_, userAgent) => {
    expect(judged({ userAgent })).toEqual({ verdict: 'person', reason: 'browser' });
  });
});

describe('a preview', () => {
  test.each([
    [
      'iMessage',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0',
    ],
    ['Facebook', 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)'],
    ['WhatsApp', 'WhatsApp/2.23.20.0 A'],
    ['Viber', 'Viber/20.0 CFNetwork/1410 Darwin/22.6.0'],
    ['Telegram', 'TelegramBot (like TwitterBot)'],
    ['Slack', 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)'],
    ['Discord', 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)'],
    [
      'Skype',
      'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
    ],
    [
      'Google Messages',
      'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36 (compatible; Google-PageRenderer Google (+https://developers.google.com/+/web/snippet/))',
    ],
  ])('of %s', (_, userAgent) => {
    expect(judged({ userAgent })).toEqual({ verdict: 'preview', reason: 'previewer' });
    expect(judged({ userAgent, method: 'HEAD' }).verdict).toBe('preview');
  });

  test.each(['prefetch', 'prefetch;prerender', 'preview', 'prerender'])('that says so: %s', (purpose) => {
    expect(judged({ purpose })).toEqual({ verdict: 'preview', reason: 'fetched_ahead' });
  });
});

describe('a scanner', () => {
  test.each([
    'curl/8.4.0',
    'Wget/1.21.4',
    'python-requests/2.31.0',
    'Python-urllib/3.11',
    'Go-http-client/1.1',
    'okhttp/4.9.0',
    'Java/17.0.1',
    'Apache-HttpClient/4.5.13 (Java/11.0.2)',
    'axios/1.6.0',
    'Barracuda Sentinel (EE)',
    'Mozilla/5.0 (compatible; Google-Safety; +http://www.google.com/bot.html)',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/120.0 Safari/537.36',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36',
  ])('that names itself: %s', (userAgent) => {
    expect(judged({ userAgent })).toEqual({ verdict: 'scanner', reason: 'robot' });
  });

  test.each(['Dalvik/2.1.0 (Linux; U; Android 13; SM-G991B)', 'CarrierFilter 3', 'a', 'Mozilla'])(
    'that is no browser: %s',
    (userAgent) => {
      expect(judged({ userAgent }).verdict).toBe('scanner');
    },
  );

  test.each([undefined, '', '  '])('without a user agent (%s)', (userAgent) => {
    expect(judged({ userAgent })).toEqual({ verdict: 'scanner', reason: 'no_user_agent' });
  });

  test('that asks for the head only', () => {
    expect(judged({ method: 'HEAD' })).toEqual({ verdict: 'scanner', reason: 'head_only' });
  });

  test.each([-500, 0, 1_999])('that was there %i ms after the text was handed over', (msSinceHandOver) => {
    expect(judged({ msSinceHandOver })).toEqual({ verdict: 'scanner', reason: 'too_soon' });
  });
});

test('from two seconds on, and where nobody knows when it was handed over, a browser is a person', () => {
  expect(judged({ msSinceHandOver: 2_000 }).verdict).toBe('person');
  expect(judged({ msSinceHandOver: null }).verdict).toBe('person');
});
