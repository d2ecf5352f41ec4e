import { useLocation, useNavigation } from '@remix-run/react';
import { Page, type PageProps } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { PageSkeleton } from './PageSkeleton.tsx';

/** Faster than this, and a skeleton would only flicker. */
const PATIENCE_MS = 300;

/** A Polaris page that gives way to a skeleton while another page takes long to load. */
export function AppPage(props: PageProps) {
  return useLeavingSlowly() ? <PageSkeleton /> : <Page {...props} />;
}

function useLeavingSlowly(): boolean {
  const navigation = useNavigation();
  const { pathname } = useLocation();
  // A submission keeps the page: what was typed into it must still be there if the answer is a problem.
  const leaving =
    navigation.state === 'loading' &&
    navigation.formMethod === undefined &&
    navigation.location.pathname !== pathname;
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!leaving) {
      setSlow(false);
      return undefined;
    }
    const timer = setTimeout(() => setSlow(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [leaving]);
  return leaving && slow;
}
