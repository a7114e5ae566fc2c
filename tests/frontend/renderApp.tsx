import { render } from "@testing-library/react";
import { Provider } from "react-redux";
import { createMemoryRouter, RouterProvider } from "react-router";
import { routes } from "@/routes";
import { createStore, type RootState } from "@/store/index";

/** The whole app at an address, with the real router and store; only the network is to be faked. */
export function renderApp(path: string, preloaded?: Partial<RootState>) {
  const store = createStore(preloaded);
  const router = createMemoryRouter(routes, { initialEntries: [path] });
  render(
    <Provider store={store}>
      <RouterProvider router={router} />
    </Provider>,
  );
  return { store, router };
}
