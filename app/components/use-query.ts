import { useLocation, useNavigate, useNavigation } from '@remix-run/react';

/**
 * The page's query string as its state: filters can be linked to, and the browser's Back works. Setting a filter
 * goes back to the first page of results.
 */
export function useQuery() {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const navigation = useNavigation();
  const params = new URLSearchParams(search);

  const urlWith = (changes: Record<string, string>) => {
    const next = new URLSearchParams(search);
    next.delete('after');
    next.delete('before');
    for (const [name, value] of Object.entries(changes)) {
      if (value === '') {
        next.delete(name);
      } else {
        next.set(name, value);
      }
    }
    const query = next.toString();
    return query === '' ? pathname : `${pathname}?${query}`;
  };
  const go = (url: string) => navigate(url, { preventScrollReset: true });
  return {
    get: (name: string) => params.get(name) ?? '',
    set: (changes: Record<string, string>, replace = false) =>
      navigate(urlWith(changes), { replace, preventScrollReset: true }),
    go,
    /** For tables: the pages before and after this one, from the loader's cursors. */
    pagination: (cursors: { before: string | null; after: string | null }) => ({
      previous: cursors.before === null ? null : urlWith({ before: cursors.before }),
      next: cursors.after === null ? null : urlWith({ after: cursors.after }),
      go,
    }),
    loading: navigation.state === 'loading' && navigation.location.pathname === pathname,
  };
}
