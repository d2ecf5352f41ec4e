/** The deepest JSON that anybody posts here, an audience with its conditions, has eight levels. */
const DEPTH_MOST = 50;

/**
 * Whether a text has more brackets within each other than any JSON that is meant for us. To be asked before it is parsed: a parser
 * remembers each open bracket, at a hundred times what it takes to send one.
 */
export function isTooDeep(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json.charCodeAt(at);
    if (quoted) {
      if (character === BACKSLASH) {
        at += 1;
      } else if (character === QUOTE) {
        quoted = false;
      }
    } else if (character === QUOTE) {
      quoted = true;
    } else if (character === BRACKET || character === BRACE) {
      depth += 1;
      if (depth > DEPTH_MOST) {
        return true;
      }
    } else if (character === BRACKET + 2 || character === BRACE + 2) {
      depth -= 1;
    }
  }
  return false;
}

const QUOTE = 0x22;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;
