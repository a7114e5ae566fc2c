import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A copy of a model that knows no end: its answers go on until they are cut or stopped. */
export function endlessModel(source: string, home: string): string {
  const folder = join(home, "endless-model");
  if (existsSync(folder)) return folder;
  cpSync(source, folder, { recursive: true });
  const unused = 829;
  change(join(folder, "config.json"), { eos_token_id: unused });
  change(join(folder, "generation_config.json"), { eos_token_id: unused });
  change(join(folder, "tokenizer_config.json"), { eos_token: "<|endoftext|>" });
  return folder;
}

function change(file: string, fields: Record<string, unknown>): void {
  const known = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...known, ...fields }));
}
