import { BlockStack, Button, ButtonGroup, Text } from '@shopify/polaris';
import { useState } from 'react';
import { STARTER_TEXTS, type StarterText } from '../../core/templates/starter-texts.ts';
import { templatesTexts as t } from '../texts/templates.ts';
import { TextCard, TextList } from './TextCard.tsx';

type Props = { actionsOf: (starter: StarterText) => Parameters<typeof TextCard>[0]['actions'] };

const languages = ['en', 'el'] as const;

/** The texts that come with the app, in one language at a time. */
export function StarterTexts({ actionsOf }: Props) {
  const [language, setLanguage] = useState<StarterText['language']>('en');
  return (
    <BlockStack gap="300">
      <Text as="p" tone="subdued">
        {t.startersHelp}
      </Text>
      <ButtonGroup variant="segmented">
        {languages.map((one) => (
          <Button key={one} pressed={one === language} onClick={() => setLanguage(one)}>
            {t.languages[one]}
          </Button>
        ))}
      </ButtonGroup>
      <div lang={language}>
        <TextList>
          {STARTER_TEXTS.filter((starter) => starter.language === language).map((starter) => (
            <TextCard key={starter.id} name={starter.name} body={starter.body} actions={actionsOf(starter)} />
          ))}
        </TextList>
      </div>
    </BlockStack>
  );
}
