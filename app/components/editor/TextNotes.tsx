import { BlockStack, Link, Text } from '@shopify/polaris';
import { memo } from 'react';
import { isInsecure } from '../../core/links/text-links.ts';
import { parseTemplate } from '../../core/messaging/parse-template.ts';
import { hasOptOut } from '../../core/messaging/personalise.ts';
import { ownTagsOf, type Wording } from '../../core/messaging/wording.ts';
import { editorTexts as t } from '../texts/editor.ts';

/** What becomes of a text that the merchant did not write: the way out that is added, and the short links. */
export const TextNotes = memo(function TextNotes({ body, wording }: { body: string; wording: Wording }) {
  const parsed = parseTemplate(body, ownTagsOf(wording));
  if (!parsed.ok || body.trim() === '') {
    return null;
  }
  const { template } = parsed;
  const addresses = template.links.flatMap((link) => (link.kind === 'url' ? [link.destination] : []));
  const insecure = addresses.filter(isInsecure);
  return (
    <BlockStack gap="100">
      {hasOptOut(template) ? null : (
        <Text as="p" variant="bodySm" tone="subdued">
          {t.optOutAdded(wording.optOutLine)}
        </Text>
      )}
      {addresses.length === 0 ? null : (
        <Text as="p" variant="bodySm" tone="subdued">
          {t.linksShortened(addresses.length, wording.linkDomain)}
        </Text>
      )}
      {[...new Set(addresses)].map((address) => (
        <Text key={`to ${address}`} as="p" variant="bodySm" breakWord>
          {t.linkLeadsTo}{' '}
          <Link url={address} target="_blank">
            {address}
          </Link>
        </Text>
      ))}
      {insecure.map((address) => (
        <Text key={address} as="p" variant="bodySm" tone="caution" breakWord>
          {t.insecureLink(address)}
        </Text>
      ))}
    </BlockStack>
  );
});
