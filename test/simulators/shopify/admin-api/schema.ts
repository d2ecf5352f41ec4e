import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql';

/** The one version of the Admin API the stand-in speaks; the app asks for the same one. */
export const API_VERSION = '2026-10';

let cached: GraphQLSchema | undefined;

/**
 * Shopify's own Admin schema, as @shopify/dev-mcp ships it. The first call, that is the first query of the
 * app, takes about 0.4 s and 100 MB, later ones nothing. The package exports no path to its data, hence the walk to node_modules.
 */
export function adminSchema(): GraphQLSchema {
  if (cached === undefined) {
    const file = new URL(
      `../../../../node_modules/@shopify/dev-mcp/dist/data/admin_${API_VERSION}.json.gz`,
      import.meta.url,
    );
    // The file is Shopify's introspection result; buildClientSchema throws with a clear message if it is not.
    const content: { data: IntrospectionQuery } = JSON.parse(gunzipSync(readFileSync(file)).toString());
    // Shopify deprecates fields that their interfaces do not, which graphql 17 would reject as a mistake of ours.
    cached = buildClientSchema(content.data, { assumeValid: true });
  }
  return cached;
}
