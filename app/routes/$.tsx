/**
 * Every address that no other route takes. It has to be a route: left to itself, Remix would write the whole address to
 * the console, session token included.
 */
export function loader() {
  throw new Response(null, { status: 404 });
}

/** Never shown: the loader always throws. There must be one, or the answer would have no page around it. */
export default function NotFound() {
  return null;
}
