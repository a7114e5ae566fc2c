import { Navigate, type RouteObject } from "react-router";
import { App } from "@/App";
import { ErrorPage } from "@/components/layout/ErrorPage";
import { NotFoundPage } from "@/pages/NotFoundPage";

/** Every address. Each page is loaded when it is first opened. */
export const routes: RouteObject[] = [
  {
    element: <App />,
    errorElement: <ErrorPage />,
    // Nothing to show for the moment in which the first page loads.
    hydrateFallbackElement: <></>,
    children: [
      { index: true, element: <Navigate to="/setup" replace /> },
      {
        errorElement: <ErrorPage />,
        children: [
          {
            path: "setup",
            lazy: async () => ({ Component: (await import("@/pages/SetupPage")).SetupPage }),
          },
          {
            path: "enhanced",
            lazy: async () => ({
              Component: (await import("@/pages/EnhancedSetupPage")).EnhancedSetupPage,
            }),
          },
          {
            path: "training/:runId?",
            lazy: async () => ({ Component: (await import("@/pages/TrainingPage")).TrainingPage }),
          },
          {
            path: "results",
            lazy: async () => ({ Component: (await import("@/pages/ResultsPage")).ResultsPage }),
          },
          {
            path: "results/comparisons/:comparisonId?",
            lazy: async () => ({
              Component: (await import("@/pages/MethodComparisonPage")).MethodComparisonPage,
            }),
          },
          {
            path: "results/overlay",
            lazy: async () => ({ Component: (await import("@/pages/OverlayPage")).OverlayPage }),
          },
          {
            path: "results/:runId",
            lazy: async () => ({ Component: (await import("@/pages/ResultPage")).ResultPage }),
          },
          {
            path: "compare",
            lazy: async () => ({ Component: (await import("@/pages/ComparePage")).ComparePage }),
          },
          { path: "*", element: <NotFoundPage /> },
        ],
      },
    ],
  },
];
