import { createHash } from 'node:crypto';
import { type LinkPageLanguage, linkPageTexts } from './link-page-texts.ts';

/** The name and value that the button sends. */
export const STOP_FIELD = 'answer';
export const STOP_VALUE = 'stop';
export const YES_VALUE = 'yes';

const STYLE = `
:root { color-scheme: light dark; --page: #f3f3f1; --card: #fff; --text: #1b1b1b; --quiet: #51504d; --line: #deddd8;
  --button: #1b1b1b; --on-button: #fff; --focus: #0b57d0 }
@media (prefers-color-scheme: dark) { :root { --page: #131313; --card: #1f1f1e; --text: #f2f1ee; --quiet: #b9b7b1;
  --line: #393835; --button: #f2f1ee; --on-button: #131313; --focus: #8ab4f8 } }
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100% }
body { margin: 0; min-height: 100vh; min-height: 100svh; display: grid; place-items: center; padding: 16px;
  background: var(--page); color: var(--text); font: 1.0625rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
main { width: 100%; max-width: 26rem; padding: 28px 24px; background: var(--card); border: 1px solid var(--line);
  border-radius: 16px; overflow-wrap: anywhere }
h1 { margin: 0 0 12px; font-size: 1.5rem; line-height: 1.25; letter-spacing: -0.01em; text-wrap: balance }
p { margin: 0 0 8px }
p:last-child { margin-bottom: 0 }
.quiet { color: var(--quiet) }
form { margin: 24px 0 0 }
button { width: 100%; min-height: 52px; padding: 12px 20px; border: 0; border-radius: 12px; background: var(--button);
  color: var(--on-button); font: inherit; font-weight: 600; cursor: pointer }
button.second { margin-top: 12px; background: transparent; color: var(--text); border: 1px solid var(--line) }
button:hover { opacity: .88 }
button:focus-visible { outline: 3px solid var(--focus); outline-offset: 3px }
`;

/** Nothing but this style, and a form that goes nowhere else. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/**
 * Asks whether the shop's texts are to stop. Showing it does nothing: scanners open links, and only the button sends.
 *
 * @param again the press before this one could not be recorded.
 */
export function stopPage(language: LinkPageLanguage, shopName: string, again = false): string {
  const t = linkPageTexts[language];
  const shop = nameOf(shopName);
  return page(
    language,
    again ? t.notDoneTitle : t.confirmTitle(escaped(shopName)),
    `<h1>${again ? t.notDoneTitle : t.confirmTitle(shop)}</h1>
<p>${again ? t.notDoneWhat : t.confirmWhat(shop)}</p>
${again ? '' : `<p class="quiet">${t.confirmWhen}</p>\n`}<form method="post"><button name="${STOP_FIELD}" value="${STOP_VALUE}">${t.button}</button></form>`,
  );
}

/** Asks who was signed up whether that is her wish. Showing it says nothing: scanners open links, and only a button sends. */
export function askPage(language: LinkPageLanguage, shopName: string): string {
  const t = linkPageTexts[language];
  const shop = nameOf(shopName);
  return page(
    language,
    t.askTitle(escaped(shopName)),
    `<h1>${t.askTitle(shop)}</h1>
<p>${t.askWhat(shop)}</p>
<form method="post"><button name="${STOP_FIELD}" value="${YES_VALUE}">${t.yesButton}</button><button class="second" name="${STOP_FIELD}" value="${STOP_VALUE}">${t.noButton}</button></form>`,
  );
}

/** She has said yes; the same however often. */
export function agreedPage(language: LinkPageLanguage, shopName: string): string {
  const t = linkPageTexts[language];
  return page(
    language,
    t.agreedTitle(escaped(shopName)),
    `<h1>${t.agreedTitle(nameOf(shopName))}</h1>\n<p class="quiet">${t.agreedWhat}</p>`,
  );
}

/** She will get no more texts; the same whether she said it now, before, or was erased. */
export function stoppedPage(language: LinkPageLanguage, shopName: string): string {
  const t = linkPageTexts[language];
  return page(
    language,
    t.doneTitle(escaped(shopName)),
    `<h1>${t.doneTitle(nameOf(shopName))}</h1>\n<p class="quiet">${t.doneWhat}</p>`,
  );
}

/** The same for every code that is none, so that it tells nothing to who tries codes. */
export function unknownPage(language: LinkPageLanguage): string {
  const t = linkPageTexts[language];
  return plain(language, t.unknownTitle, t.unknownWhat);
}

/** Our trouble, not hers. */
export function awayPage(language: LinkPageLanguage): string {
  const t = linkPageTexts[language];
  return plain(language, t.awayTitle, t.awayWhat);
}

const plain = (language: LinkPageLanguage, title: string, what: string): string =>
  page(language, title, `<h1>${title}</h1>\n<p class="quiet">${what}</p>`);

function page(language: LinkPageLanguage, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/** A name may be written in another direction than the sentence around it. */
const nameOf = (shopName: string): string => `<bdi>${escaped(shopName)}</bdi>`;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);
