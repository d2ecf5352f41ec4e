import { isTooDeep } from '../core/json-depth.ts';
import { parseStorableJson, storable } from '../core/storable.ts';

/** The largest form has some thirty fields; a list of a field's values is one for each. */
const FIELDS_MOST = 500;

/**
 * The JSON that was posted, for a schema to read. Every text in it can be kept. The web server bounds its bytes.
 *
 * @throws Response 400 for what is no JSON.
 */
export async function readJson(request: Request): Promise<unknown> {
  const text = await request.text();
  if (isTooDeep(text)) {
    throw refused('This is no form of Sendbook: it cannot be read. Nothing was changed.');
  }
  try {
    return parseStorableJson(text);
  } catch {
    throw refused('This is no form of Sendbook: it cannot be read. Nothing was changed.');
  }
}

/**
 * The form that was posted, without files. Every text in it can be kept.
 *
 * @throws Response 400 for what is no form of ours.
 */
export async function readForm(request: Request): Promise<FormData> {
  const posted = await request.formData().catch(() => {
    throw refused('This is no form of Sendbook: it cannot be read. Nothing was changed.');
  });
  const form = new FormData();
  let fields = 0;
  for (const [name, value] of posted) {
    fields += 1;
    if (fields > FIELDS_MOST || typeof value !== 'string') {
      throw refused('This form has more in it than any page of Sendbook sends. Nothing was changed.');
    }
    form.append(storable(name), storable(value));
  }
  return form;
}

const refused = (words: string): Response => new Response(words, { status: 400 });
