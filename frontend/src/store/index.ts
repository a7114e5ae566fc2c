import { combineReducers, configureStore, isPlain } from "@reduxjs/toolkit";
import { baseApi } from "@/api/baseApi";
import { createEnhancedEffects } from "@/store/enhancedEffects";
import { compareReducer } from "@/store/slices/compareSlice";
import { enhancedReducer } from "@/store/slices/enhancedSlice";
import { resultsReducer } from "@/store/slices/resultsSlice";
import { trainingReducer } from "@/store/slices/trainingSlice";
import { uiReducer } from "@/store/slices/uiSlice";
import { createTrainingEffects } from "@/store/trainingEffects";
import { createUiEffects } from "@/store/uiEffects";

const rootReducer = combineReducers({
  [baseApi.reducerPath]: baseApi.reducer,
  compare: compareReducer,
  enhanced: enhancedReducer,
  results: resultsReducer,
  training: trainingReducer,
  ui: uiReducer,
});

/** The checks of development leave out the answers of the server: a model's map is large, and RTK Query keeps it right. */
const withoutCache = { ignoredPaths: [baseApi.reducerPath] };

/** Columns of curves are typed arrays: as plain as numbers, and not looked into one by one. */
const isSerializable = (value: unknown) => isPlain(value) || ArrayBuffer.isView(value);

/** A fresh store; `preloaded` sets parts of it, for tests. */
export function createStore(preloaded?: Partial<RootState>) {
  return configureStore({
    reducer: rootReducer,
    middleware: (defaults) =>
      defaults({
        immutableCheck: withoutCache,
        serializableCheck: { ...withoutCache, isSerializable },
      })
        .prepend(
          createUiEffects().middleware,
          createTrainingEffects().middleware,
          createEnhancedEffects().middleware,
        )
        .concat(baseApi.middleware),
    ...(preloaded && { preloadedState: preloaded }),
  });
}

export type RootState = ReturnType<typeof rootReducer>;
export type AppStore = ReturnType<typeof createStore>;
export type AppDispatch = AppStore["dispatch"];
