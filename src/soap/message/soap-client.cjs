/**
 * The client of npm `soap`, loaded without its HTTP client: that takes six times as long as the rest, and is never called.
 *
 * `client.js` runs with a `require` of its own, so that no cache of Node.js and no other user of `soap` sees any of it.
 * In a bundle, or where that fails, the client is loaded as a whole.
 */
exports.Client = (isBundled() ? undefined : withoutHttp()) ?? require("soap/lib/client.js").Client;

/** In a bundle this file has another name, or none; `soap` is in the bundle, and another version may be on the disk. */
function isBundled() {
  return typeof __filename !== "string" || !/[\\/]soap-client\.cjs$/.test(__filename);
}

/** Undefined if this version of `soap` does not allow it. */
function withoutHttp() {
  const { readFileSync } = require("node:fs");
  const { createRequire } = require("node:module");
  const { dirname } = require("node:path");
  const { compileFunction } = require("node:vm");
  try {
    const filename = createRequire(__filename).resolve("soap/lib/client.js");
    const requireOther = createRequire(filename);
    const requireOwn = (id) => (id === "./http" ? {} : requireOther(id));
    const loaded = { exports: {} };
    const names = ["exports", "require", "module", "__filename", "__dirname"];
    const run = compileFunction(readFileSync(filename, "utf8"), names, { filename });
    run.call(loaded.exports, loaded.exports, requireOwn, loaded, filename, dirname(filename));
    return loaded.exports.Client;
  } catch {
    return undefined;
  }
}
