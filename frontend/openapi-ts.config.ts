import { defineConfig } from "@hey-api/openapi-ts";

/**
 * The backend's OpenAPI document in, the client's facts out: types, zod schemas, and the JSON schemas
 * whose titles, descriptions, limits and defaults the forms read at run time.
 */
export default defineConfig({
  input: "frontend/src/api/openapi.json",
  output: { path: "frontend/src/api/gen", clean: true, entryFile: false },
  plugins: ["@hey-api/typescript", "zod", { name: "@hey-api/schemas", type: "json" }],
});
