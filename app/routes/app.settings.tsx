import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { useEffect } from 'react';
import { z } from 'zod';
import { AppPage } from '../components/AppPage.tsx';
import { showToast } from '../components/app-bridge.ts';
import { SaveBar } from '../components/SaveBar.tsx';
import { SettingsForm } from '../components/settings/SettingsForm.tsx';
import { useSettingsForm } from '../components/settings/use-settings-form.ts';
import { settingsTexts as t } from '../components/texts/settings.ts';
import { shopSettings } from '../core/shops/shop-events.ts';
import { domainStateOf } from '../features/links/domain-state.server.ts';
import { authenticateAdmin } from '../features/shops/authenticate-admin.server.ts';
import { changeSettings, shopSettingsOf } from '../features/shops/change-settings.server.ts';
import { testNumbersOf } from '../features/shops/test-numbers.server.ts';
import { readJson } from '../platform/action-body.server.ts';
import { env } from '../platform/env.server.ts';

export { PageError as ErrorBoundary } from '../components/PageError.tsx';
export { boundaryHeaders as headers } from '../platform/shopify/boundary-headers.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  const profile = await shopSettingsOf(shopId);
  const settings = {
    ...shopSettings.parse(profile),
    mergeFields: profile.mergeFields,
    testNumbers: await testNumbersOf(shopId),
  };
  // The zone in use stays in the list even if this server knows it by a newer name.
  const timeZones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', settings.timeZone])].sort();
  return {
    settings,
    timeZones,
    homeCountry: profile.country,
    linkDomain: env.LINK_DOMAIN,
    savedDomain: await domainStateOf(shopId),
  };
}

const settingsForm = shopSettings.extend({ testNumbers: z.array(z.string().max(50)).max(20) });

export async function action({ request }: ActionFunctionArgs) {
  const { shopId } = await authenticateAdmin(request);
  const parsed = settingsForm.safeParse(await readJson(request));
  if (!parsed.success) {
    throw new Response('These settings cannot be read', { status: 400 });
  }
  const { testNumbers, ...settings } = parsed.data;
  const result = await changeSettings(shopId, settings, testNumbers);
  return result.kind === 'invalid'
    ? { problems: Object.fromEntries(result.problems.map(({ field, message }) => [field, message])) }
    : { saved: true };
}

/** The sender, the clocks and the limits of the shop. */
export default function Settings() {
  const { settings, timeZones, homeCountry, linkDomain, savedDomain } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const found = answer !== undefined && 'problems' in answer ? answer.problems : undefined;
  const form = useSettingsForm(settings, found);
  const submit = useSubmit();
  const navigation = useNavigation();
  const saving = navigation.formMethod === 'POST';
  useEffect(() => {
    if (answer !== undefined && 'saved' in answer) {
      showToast(t.saved);
    }
  }, [answer]);

  const save = () => {
    const read = form.read();
    if (read !== undefined && !saving) {
      submit(read, { method: 'post', encType: 'application/json' });
    }
  };
  return (
    <AppPage title={t.title}>
      <SaveBar
        id="settings-save-bar"
        dirty={form.dirty}
        saving={saving}
        onSave={save}
        onDiscard={form.discard}
      />
      <SettingsForm
        draft={form.draft}
        problems={form.problems}
        timeZones={timeZones}
        refused={found !== undefined}
        homeCountry={homeCountry}
        linkDomain={linkDomain}
        savedDomain={savedDomain}
        onChange={form.change}
        onLeave={form.leave}
      />
    </AppPage>
  );
}
