import { AppProvider } from '@shopify/polaris';
import translations from '@shopify/polaris/locales/en.json' with { type: 'json' };
import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { createMemoryRouter, type RouteObject, RouterProvider } from 'react-router-dom';

/** Renders a component as the pages do, with Polaris around it. */
export function renderInPolaris(element: ReactElement) {
  return render(<AppProvider i18n={translations}>{element}</AppProvider>);
}

/** As above, at an address, with Remix's hooks working; `others` are further routes with their loaders and actions. */
export function renderAt(
  path: string,
  element: ReactElement,
  route: Omit<RouteObject, 'path' | 'element' | 'index' | 'children'> = {},
  others: RouteObject[] = [],
) {
  const pathname = new URL(path, 'https://app.test').pathname;
  const router = createMemoryRouter([{ ...route, path: pathname, element }, ...others], {
    initialEntries: [path],
    future: { v7_relativeSplatPath: true, v7_fetcherPersist: true },
  });
  const shown = render(
    <AppProvider i18n={translations}>
      <RouterProvider router={router} future={{ v7_startTransition: true }} />
    </AppProvider>,
  );
  return { ...shown, router };
}
