/** The JSON in a form's field. Null, and not undefined, for what is none: undefined is how a form says that there is nothing. */
export function parseJson(text: string | undefined): unknown {
  if (text === undefined) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
