// Sets the theme before the first paint. The same key and rule as src/lib/theme.ts.
(() => {
  let choice = "system";
  try {
    choice = localStorage.getItem("droid.theme") ?? "system";
  } catch {
    // Storage may be blocked: follow the system.
  }
  const dark =
    choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("dark", dark);
})();
