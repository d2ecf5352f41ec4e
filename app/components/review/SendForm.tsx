import { Form, useNavigation } from '@remix-run/react';
import { BlockStack, Box, Button, ChoiceList, FormLayout, InlineError, TextField } from '@shopify/polaris';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Resend } from '../../core/campaigns/campaign-events.ts';
import { Section } from '../Section.tsx';
import { reviewTexts as t } from '../texts/review.ts';
import { TwiceRisk } from './TwiceRisk.tsx';

type Props = {
  /** The version of the campaign that this page shows: what is confirmed is what was seen. */
  version: number;
  recipients: number;
  ceiling: number;
  enoughCredits: boolean;
  /** The plan is not paid for. */
  frozen: boolean;
  /** How many may already have the text; null when nobody can. */
  risk: Pick<Resend, 'unknown' | 'presumedNotSent'> | null;
  timeZone: string;
  /** Today in the shop's zone, `YYYY-MM-DD`. */
  today: string;
  /** What was wrong with the time she chose. */
  whenProblem: string | undefined;
};

/** When it goes, and the button that sends it. */
export function SendForm(props: Props) {
  const { version, recipients, ceiling, enoughCredits, frozen, risk, timeZone, today, whenProblem } = props;
  const [when, setWhen] = useState<'now' | 'later'>('now');
  const [date, setDate] = useState('');
  const [time, setTime] = useState('');
  const [riskAccepted, setRiskAccepted] = useState(false);
  const ready = enoughCredits && !frozen && recipients > 0 && (risk === null || riskAccepted);
  const navigation = useNavigation();
  const busy = navigation.state !== 'idle';
  const submitting = navigation.formMethod === 'POST';
  const sent = useRef(false);
  useEffect(() => {
    sent.current = busy;
  }, [busy]);
  // Enter in a field submits too, and a second press can come before the page has drawn the button as disabled.
  const onSubmit = (event: FormEvent) => {
    if (sent.current || !ready) {
      event.preventDefault();
      return;
    }
    sent.current = true;
  };
  const label = when === 'now' ? t.send(recipients, ceiling) : t.schedule(recipients, ceiling);

  return (
    <Form method="post" preventScrollReset onSubmit={onSubmit}>
      <input type="hidden" name="intent" value="send" />
      <input type="hidden" name="version" value={version} />
      <Section title={t.when}>
        <ChoiceList
          title={t.when}
          titleHidden
          name="when"
          choices={[
            { value: 'now', label: t.now },
            { value: 'later', label: t.later },
          ]}
          selected={[when]}
          onChange={([choice]) => setWhen(choice === 'later' ? 'later' : 'now')}
        />
        {when === 'later' ? (
          <BlockStack gap="200">
            <FormLayout>
              <TextField
                type="date"
                label={t.date}
                name="date"
                min={today}
                value={date}
                onChange={setDate}
                autoComplete="off"
              />
              <TextField
                type="time"
                label={t.time}
                name="time"
                value={time}
                onChange={setTime}
                autoComplete="off"
                helpText={t.zone(timeZone)}
              />
            </FormLayout>
            {whenProblem === undefined ? null : <InlineError message={whenProblem} fieldID="date" />}
          </BlockStack>
        ) : null}
        {risk === null ? null : <TwiceRisk risk={risk} accepted={riskAccepted} onChange={setRiskAccepted} />}
        <Box>
          <Button
            submit
            variant="primary"
            size="large"
            fullWidth
            loading={submitting}
            disabled={busy || !ready}
          >
            {label}
          </Button>
        </Box>
      </Section>
    </Form>
  );
}
