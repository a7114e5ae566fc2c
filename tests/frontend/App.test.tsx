import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createMemoryRouter, RouterProvider } from "react-router";
import { expect, test, vi } from "vitest";
import { ErrorPage } from "@/components/layout/ErrorPage";
import { renderApp } from "./renderApp";

const title = (name: string) => screen.findByRole("heading", { level: 1, name });

test("the root leads to Setup", async () => {
  const { router } = renderApp("/");
  await title("Setup");
  expect(router.state.location.pathname).toBe("/setup");
});

test.each([
  ["Setup", "/setup"],
  ["Enhanced Setup", "/enhanced"],
  ["Training", "/training"],
  ["Results", "/results"],
  ["Compare", "/compare"],
])("%s stands at %s, is marked as current and names the tab", async (name, path) => {
  renderApp(path);
  await title(name);
  const [sidebar] = screen.getAllByRole("navigation", { name: "Pages" });
  const current = within(sidebar as HTMLElement).getByRole("link", { name, current: "page" });
  expect(current).toBeInTheDocument();
  expect(document.title).toBe(`${name} · Droid Fine-Tuning`);
});

test("an address that is no page says so and leads back", async () => {
  const { router } = renderApp("/nowhere");
  await screen.findByRole("heading", { name: "There is no such page" });
  await userEvent.click(screen.getByRole("link", { name: "Go to Setup" }));
  await title("Setup");
  expect(router.state.location.pathname).toBe("/setup");
});

test("g and a letter lead to the pages", async () => {
  renderApp("/setup");
  await title("Setup");
  await userEvent.keyboard("gr");
  await title("Results");
  await userEvent.keyboard("gs");
  await title("Setup");
});

test("a question mark lists the shortcuts; behind the list they rest", async () => {
  const { router } = renderApp("/setup");
  await title("Setup");
  await userEvent.keyboard("?");
  const list = await screen.findByRole("dialog", { name: "Shortcuts" });
  expect(within(list).getByText("Go to Compare")).toBeInTheDocument();
  await userEvent.keyboard("gc");
  expect(router.state.location.pathname).toBe("/setup");
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
});

test("keys typed into a field are text", async () => {
  const { router } = renderApp("/setup");
  await title("Setup");
  const input = document.createElement("input");
  document.body.append(input);
  await userEvent.type(input, "gr?");
  expect(router.state.location.pathname).toBe("/setup");
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  input.remove();
});

test("the first Tab offers to skip to the content", async () => {
  renderApp("/setup");
  await title("Setup");
  await userEvent.tab();
  expect(screen.getByRole("link", { name: "Skip to content" })).toHaveFocus();
  expect(screen.getByRole("main")).toHaveAttribute("id", "content");
});

test("the theme is switched, shown and remembered", async () => {
  const { store } = renderApp("/setup");
  await title("Setup");
  await userEvent.click(screen.getByRole("radio", { name: "Dark" }));
  expect(document.documentElement).toHaveClass("dark");
  expect(store.getState().ui.themeChoice).toBe("dark");
  expect(localStorage.getItem("droid.theme")).toBe("dark");
});

test("the sidebar is narrowed, and stays so", async () => {
  renderApp("/setup");
  await title("Setup");
  await userEvent.click(screen.getByRole("button", { name: "Narrow sidebar" }));
  expect(screen.getByRole("button", { name: "Widen sidebar" })).toBeInTheDocument();
  expect(localStorage.getItem("droid.sidebar")).toBe("collapsed");
});

test("a page that fails says what is safe and what to do", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const Broken = () => {
    throw new Error("the chart has no axis");
  };
  const routes = [{ path: "/", element: <Broken />, errorElement: <ErrorPage /> }];
  render(<RouterProvider router={createMemoryRouter(routes)} />);
  await screen.findByRole("heading", { name: "This page failed" });
  expect(screen.getByRole("button", { name: "Reload the page" })).toBeInTheDocument();
  expect(screen.getByText(/the chart has no axis/)).toBeInTheDocument();
});
