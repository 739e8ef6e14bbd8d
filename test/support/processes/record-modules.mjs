/** To be imported before a program: writes the address or path of each module that the program loads to MODULES_FILE. */
import { appendFileSync } from "node:fs";
import { createRequire, register } from "node:module";

const file = process.env.MODULES_FILE;
const hooks = `
  import { appendFileSync } from "node:fs";
  export async function load(url, context, next) {
    appendFileSync(${JSON.stringify(file)}, url + "\\n");
    return next(url, context);
  }`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
process.on("exit", () => {
  const builtIn = process.moduleLoadList.flatMap((name) => /^NativeModule (https?|tls|crypto)$/.exec(name)?.[1] ?? []);
  const commonJs = Object.keys(createRequire(import.meta.url).cache);
  appendFileSync(file, [...commonJs, ...builtIn.map((name) => `node:${name}`)].join("\n"));
});
