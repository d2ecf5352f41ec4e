import { Banner, BlockStack, Box, Button, InlineGrid, InlineStack, Text } from '@shopify/polaris';
import { memo } from 'react';
import { cheaperSpelling } from '../../core/messaging/cheaper-spelling.ts';
import { countParts } from '../../core/messaging/parts.ts';
import { countryName } from '../formats.ts';
import { editorTexts as t } from '../texts/editor.ts';
import { nameCharacter } from './name-character.ts';

type Props = {
  /** What the merchant wrote, with its merge tags. */
  body: string;
  /** The text as the previewed customer would get it. */
  text: string;
  homeCountry: string;
  onFix: (body: string) => void;
};

/** How long the text is, what makes it so, and what would make it cheaper. Counts as the carrier bills. */
export const PartCounter = memo(function PartCounter({ body, text, homeCountry, onFix }: Props) {
  const count = countParts(text);
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingSm">
        {t.counter}
      </Text>
      <div aria-live="polite">
        <InlineGrid columns={{ xs: 2, md: 4 }} gap="300">
          <Fact label={t.partsLabel} value={t.partsOf(count.parts)} />
          <Fact label={t.costLabel} value={t.costOf(count.parts, countryName(homeCountry))} />
          <Fact label={t.leftLabel} value={t.left(count.unitsLeft, count.unitsPerPart)} />
          <Fact label={t.encodingLabel} value={t.encoding[count.encoding]} />
        </InlineGrid>
      </div>
      <Expensive characters={count.expensive.map(({ character }) => character)} body={body} />
      <CheaperOffer body={body} text={text} onFix={onFix} />
      <Text as="p" tone="subdued" variant="bodySm">
        {t.lengthNote}
      </Text>
    </BlockStack>
  );
});

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <BlockStack>
      <Text as="span" variant="bodySm" tone="subdued">
        {label}
      </Text>
      <Text as="span" fontWeight="semibold">
        {value}
      </Text>
    </BlockStack>
  );
}

function Expensive({ characters, body }: { characters: string[]; body: string }) {
  const different = [...new Set(characters)];
  if (different.length === 0) {
    return null;
  }
  const onlyInName = different.every((character) => !body.includes(character));
  return (
    <BlockStack gap="150">
      <Text as="p" variant="bodySm">
        {onlyInName ? t.expensiveOnlyInName : t.expensive}
      </Text>
      <InlineStack gap="150">
        {different.map((character) => (
          <Box
            key={character}
            background="bg-surface-caution"
            borderRadius="100"
            paddingInline="150"
            paddingBlock="050"
          >
            <Text as="span" variant="bodyMd" fontWeight="semibold">
              {nameCharacter(character)}
            </Text>
          </Box>
        ))}
      </InlineStack>
    </BlockStack>
  );
}

function CheaperOffer({ body, text, onFix }: Omit<Props, 'homeCountry'>) {
  const cheaper = cheaperSpelling(body);
  if (cheaper.changes.length === 0) {
    return null;
  }
  const saved = countParts(text).parts - countParts(cheaperSpelling(text).text).parts;
  const changes = cheaper.changes.map(({ from, to }) => `${nameCharacter(from)} → ${nameCharacter(to)}`);
  return (
    <Banner tone="info">
      <BlockStack gap="200" inlineAlign="start">
        <Text as="p">{t.fixable(changes.join(', '))}</Text>
        {saved > 0 ? <Text as="p">{t.fixSaves(saved)}</Text> : null}
        <Button onClick={() => onFix(cheaper.text)}>{t.fix}</Button>
      </BlockStack>
    </Banner>
  );
}
