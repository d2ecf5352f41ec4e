/** Pages that a purchase may lead back to. */
const PATHS = /^\/app\/campaigns\/[1-9]\d{0,14}(\/review)?$/;

/** A page of ours to come back to after a purchase; null for everything else that a form or an address may say. */
export const ownPath = (path: string | null): string | null =>
  path !== null && PATHS.test(path) ? path : null;
