import { useNavigation, useSubmit } from '@remix-run/react';
import { Banner, BlockStack, Card, Layout, Link, TextField } from '@shopify/polaris';
import { useDeferredValue, useMemo, useState } from 'react';
import type { ReviewProblem } from '../../core/campaigns/campaign-events.ts';
import type { SendersByCountry } from '../../core/messaging/senders-by-country.ts';
import { ownTagsOf } from '../../core/messaging/wording.ts';
import { AppPage } from '../AppPage.tsx';
import { SaveBar } from '../SaveBar.tsx';
import { Section } from '../Section.tsx';
import { TemplateActions } from '../templates/TemplateActions.tsx';
import { SendTest } from '../test-send/SendTest.tsx';
import { discountTexts } from '../texts/discounts.ts';
import { editorTexts as t } from '../texts/editor.ts';
import { AudienceField } from './AudienceField.tsx';
import type { ListChoice } from './audience/Exclusions.tsx';
import { CapitalsChoice } from './CapitalsChoice.tsx';
import { type CampaignProblems, type CampaignValues, capitalsForm, discountForm } from './campaign-form.ts';
import { DiscountField } from './DiscountField.tsx';
import { MessageField } from './MessageField.tsx';
import { PartCounter } from './PartCounter.tsx';
import { PhonePreview } from './PhonePreview.tsx';
import { type PreviewShop, previewText, type Sample } from './preview-text.ts';
import { SenderField } from './SenderField.tsx';
import { TextNotes } from './TextNotes.tsx';
import { useAudienceCount } from './use-audience-count.ts';
import { useCampaignForm } from './use-campaign-form.ts';

export type EditorProps = {
  title: string;
  /** Left out for a campaign that was never saved. */
  campaignId?: number | undefined;
  initial: CampaignValues;
  shop: PreviewShop & { country: string; senders: SendersByCountry };
  samples: Sample[];
  knownTags: string[];
  /** Where its subscribers are. */
  countries: string[];
  /** Of its customers, ISO 639-1. */
  languages: string[];
  lists: ListChoice[];
  /** A review exists that changes would discard. */
  reviewed: boolean;
  /** Why the last review failed, and where the list of who was left out is. */
  reviewProblem: { why: ReviewProblem; url: string } | null;
  problems: CampaignProblems | undefined;
  /** What was wrong with the campaign as a whole. */
  refusal: string | undefined;
};

/** Write a campaign, with its cost and a phone beside it. */
export function CampaignEditor(props: EditorProps) {
  const {
    title,
    initial,
    shop,
    samples,
    knownTags,
    countries,
    languages,
    lists,
    reviewed,
    reviewProblem,
    refusal,
  } = props;
  const form = useCampaignForm(initial, props.problems, shop);
  const [chosen, setChosen] = useState(samples[0]);
  const count = useAudienceCount(form.values.audience);
  const submit = useSubmit();
  const navigation = useNavigation();
  const { name, body, sender, audience, discount, capitals = false } = form.values;
  // What is typed is shown first; what is said of it follows when the browser has time, in the next frame.
  const written = useDeferredValue(body);
  const preview = useMemo(
    () => previewText(written, chosen, shop, { discount, capitals }),
    [written, chosen, shop, discount, capitals],
  );
  const other = useMemo(
    () => previewText(written, chosen, shop, { discount, capitals: !capitals }),
    [written, chosen, shop, discount, capitals],
  );
  const ownTags = useMemo(() => ownTagsOf(shop), [shop]);
  const intent = navigation.formData?.get('intent');

  const send = (wanted: 'save' | 'review') => {
    // A second press while the first is under way would make a second campaign.
    if (navigation.state !== 'idle' || !form.check()) {
      return;
    }
    submit(
      {
        intent: wanted,
        name,
        body,
        sender,
        audience: JSON.stringify(audience),
        ...discountForm(discount),
        ...capitalsForm(capitals),
      },
      { method: 'post', preventScrollReset: true },
    );
  };

  return (
    <AppPage
      title={title}
      backAction={{ content: 'Campaigns', url: '/app' }}
      primaryAction={{ content: t.review, onAction: () => send('review'), loading: intent === 'review' }}
    >
      <SaveBar
        id="campaign-save-bar"
        dirty={form.dirty}
        saving={navigation.formMethod === 'POST'}
        onSave={() => send('save')}
        onDiscard={form.discard}
      />
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <Notice refusal={refusal} reviewed={reviewed} reviewProblem={reviewProblem} />
            <Card>
              <TextField
                label={t.name}
                value={name}
                onChange={form.on.name.change}
                onBlur={form.on.name.leave}
                error={form.shown('name') ?? false}
                helpText={form.shown('name') === undefined ? t.nameHelp : undefined}
                maxLength={120}
                autoComplete="off"
              />
            </Card>
            <Section title={t.audience}>
              <AudienceField
                audience={audience}
                unresolved={initial.audience.kind === 'unresolved' ? initial.audience : null}
                knownTags={knownTags}
                languages={languages}
                lists={lists}
                count={count}
                error={form.shown('audience')}
                onChange={form.on.audience.change}
                onLeave={form.on.audience.leave}
              />
            </Section>
            <Section
              title={t.message}
              aside={<TemplateActions body={written} name={name} onUse={form.on.body.change} />}
            >
              <MessageField
                body={body}
                ownTags={ownTags}
                error={form.shown('body')}
                onChange={form.on.body.change}
                onLeave={form.on.body.leave}
              />
              <PartCounter
                body={written}
                text={'text' in preview ? preview.text : ''}
                homeCountry={shop.country}
                onFix={form.on.body.change}
              />
              <CapitalsChoice
                capitals={capitals}
                asWritten={capitals ? other : preview}
                inCapitals={capitals ? preview : other}
                onChange={form.on.capitals.change}
              />
              <TextNotes body={written} wording={shop} />
            </Section>
            <Section title={discountTexts.title}>
              <DiscountField
                discount={discount}
                error={form.shown('discount')}
                onChange={form.on.discount.change}
                onLeave={form.on.discount.leave}
              />
            </Section>
            <SenderField
              sender={sender}
              senders={shop.senders}
              error={form.shown('sender')}
              countries={countries}
              onChange={form.on.sender.change}
              onLeave={form.on.sender.leave}
            />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          {/* Beside a long form the phone stays in sight. */}
          <div style={{ position: 'sticky', top: 'var(--p-space-400)' }}>
            <BlockStack gap="400">
              <PhonePreview
                sender={sender}
                preview={preview}
                samples={samples}
                chosen={chosen}
                onChoose={setChosen}
              />
              {props.campaignId === undefined ? null : (
                <SendTest campaignId={props.campaignId} unsaved={form.dirty} />
              )}
            </BlockStack>
          </div>
        </Layout.Section>
      </Layout>
    </AppPage>
  );
}

/** At most one banner: two side by side are read by nobody. */
function Notice({
  refusal,
  reviewed,
  reviewProblem,
}: Pick<EditorProps, 'refusal' | 'reviewed' | 'reviewProblem'>) {
  if (refusal !== undefined) {
    return <Banner tone="critical">{refusal}</Banner>;
  }
  if (reviewProblem !== null) {
    return (
      <Banner tone="warning">
        {t.reviewFailed[reviewProblem.why]}
        {reviewProblem.why !== 'nobody_to_text' ? null : (
          <>
            {' '}
            <Link url={reviewProblem.url}>{t.seeWhy}</Link>
          </>
        )}
      </Banner>
    );
  }
  return reviewed ? <Banner tone="info">{t.changesWarning}</Banner> : null;
}
