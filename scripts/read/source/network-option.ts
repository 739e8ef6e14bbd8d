import { isOrigin, readOrigin } from "./load-document.js";

const OPTION = "--allow-network";

/**
 * Takes `--allow-network`, `--allow-network ORIGIN` and `--allow-network=ORIGIN` out of a command's arguments: `parseArgs`
 * has no options whose value may be missing. A WSDL's address has a path or a query, so it is never taken for the origin.
 *
 * @throws {Error} The value after `=` is not an origin.
 */
export function readAllowNetwork(args: readonly string[]): [rest: readonly string[], allowNetwork: boolean | string] {
  const end = args.indexOf("--");
  const index = args.findIndex((arg, at) => (arg === OPTION || arg.startsWith(`${OPTION}=`)) && (end < 0 || at < end));
  if (index < 0) {
    return [args, false];
  }
  const [option = "", next = ""] = args.slice(index);
  const isNext = option === OPTION && isOrigin(next);
  const rest = [...args.slice(0, index), ...args.slice(index + (isNext ? 2 : 1))];
  if (option !== OPTION) {
    return [rest, readOrigin(option.slice(OPTION.length + 1))];
  }
  return [rest, isNext ? readOrigin(next) : true];
}
