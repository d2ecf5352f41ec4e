import { setTimeout as sleep } from 'node:timers/promises';
import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach } from 'vitest';

// A second, the default, is less than a busy machine needs for the first page of a file.
configure({ asyncUtilTimeout: 10_000 });

// jsdom has no layout. Polaris reads matchMedia while it is imported, so these stand before any test's imports.
const noMatch = (query: string): MediaQueryList => ({
  matches: false,
  media: query,
  onchange: null,
  addListener: () => {},
  removeListener: () => {},
  addEventListener: () => {},
  removeEventListener: () => {},
  dispatchEvent: () => false,
});

class NothingToObserve {
  readonly root = null;
  readonly rootMargin = '';
  readonly scrollMargin = '';
  readonly thresholds: readonly number[] = [];
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
  takeRecords(): [] {
    return [];
  }
}

window.matchMedia = noMatch;
window.ResizeObserver = NothingToObserve;
window.IntersectionObserver = NothingToObserve;
window.scrollTo = () => {};
Element.prototype.scrollIntoView = () => {};

afterEach(cleanup);

/** Polaris' lists scroll to the chosen option so long after they were opened, by functions that go with the window. */
const LIST_SCROLLS_MS = 50;
afterAll(() => sleep(2 * LIST_SCROLLS_MS));
