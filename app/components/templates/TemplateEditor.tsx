import { useNavigation, useSubmit } from '@remix-run/react';
import { BlockStack, Card, Layout, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { ownTagsOf } from '../../core/messaging/wording.ts';
import {
  checkTemplate,
  TEMPLATE_NAME_MAX,
  type TemplateField,
  type TemplateInput,
  type TemplateProblem,
} from '../../core/templates/template-input.ts';
import { AppPage } from '../AppPage.tsx';
import { MessageField } from '../editor/MessageField.tsx';
import { PartCounter } from '../editor/PartCounter.tsx';
import { PhonePreview } from '../editor/PhonePreview.tsx';
import { type PreviewShop, previewText, type Sample } from '../editor/preview-text.ts';
import { SaveBar } from '../SaveBar.tsx';
import { Section } from '../Section.tsx';
import { templatesTexts as t } from '../texts/templates.ts';
import { DeleteTemplate } from './DeleteTemplate.tsx';

type Props = {
  title: string;
  /** What was saved; of a new template, what it begins with. */
  initial: TemplateInput;
  isNew: boolean;
  shop: PreviewShop & { country: string; sender: string | null };
  samples: Sample[];
  /** What the server found. */
  problems: TemplateProblem[];
};

/** Write a template, with its length and a phone beside it, as a campaign is written. */
export function TemplateEditor({ title, initial, isNew, shop, samples, problems: found }: Props) {
  const [values, setValues] = useState(initial);
  const [tried, setTried] = useState(false);
  const [fromServer, setFromServer] = useState(found);
  useEffect(() => setFromServer(found), [found]);
  const [chosen, setChosen] = useState(samples[0]);
  const submit = useSubmit();
  const navigation = useNavigation();
  const saving = navigation.formMethod === 'POST';
  const problems = [...fromServer, ...(tried ? checkTemplate(values, shop) : [])];
  const shown = (field: TemplateField) =>
    [...new Set(problems.filter((one) => one.field === field).map((one) => one.message))].join(' ') ||
    undefined;
  const preview = previewText(values.body, chosen, shop);

  const set = (change: Partial<TemplateInput>) => {
    setValues((current) => ({ ...current, ...change }));
    setFromServer([]);
  };
  const save = () => {
    setTried(true);
    if (!saving && checkTemplate(values, shop).length === 0) {
      submit({ intent: 'save', ...values }, { method: 'post', preventScrollReset: true });
    }
  };
  return (
    <AppPage
      title={title}
      backAction={{ content: t.title, url: '/app/templates' }}
      primaryAction={{ content: t.save, onAction: save, loading: saving }}
    >
      <SaveBar
        id="template-save-bar"
        dirty={values.name !== initial.name || values.body !== initial.body}
        saving={saving}
        onSave={save}
        onDiscard={() => {
          setValues(initial);
          setTried(false);
          setFromServer([]);
        }}
      />
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <Card>
              <TextField
                label={t.name}
                value={values.name}
                onChange={(name) => set({ name })}
                error={shown('name') ?? false}
                helpText={t.nameHelp}
                maxLength={TEMPLATE_NAME_MAX}
                autoComplete="off"
              />
            </Card>
            <Section title={t.text}>
              <MessageField
                body={values.body}
                ownTags={ownTagsOf(shop)}
                error={shown('body')}
                onChange={(body) => set({ body })}
                onLeave={() => {}}
              />
              <PartCounter
                body={values.body}
                text={'text' in preview ? preview.text : ''}
                homeCountry={shop.country}
                onFix={(body) => set({ body })}
              />
            </Section>
            {isNew ? null : <DeleteTemplate name={initial.name} />}
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <PhonePreview
            sender={shop.sender ?? ''}
            preview={preview}
            samples={samples}
            chosen={chosen}
            onChoose={setChosen}
          />
        </Layout.Section>
      </Layout>
    </AppPage>
  );
}
