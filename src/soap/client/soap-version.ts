import { InvalidInputError } from "../errors.js";
import type { Operation, SoapVersion } from "../schema/operation.js";

/** The name of an operation, and its versions of SOAP. */
type Versioned = Pick<Operation<unknown, unknown>, "name" | "versions">;

const VERSIONS: readonly SoapVersion[] = ["1.1", "1.2"];

/**
 * The version of SOAP for a call: the client's, else 1.1, else the only one that the operation has.
 *
 * @throws {InvalidInputError} The operation does not have the client's version.
 */
export function versionFor(
  { name, versions = VERSIONS }: Versioned,
  wanted: SoapVersion | undefined,
  call: { readonly operation: string; readonly requestId: string },
): SoapVersion {
  const version = wanted ?? VERSIONS.find((one) => versions.includes(one)) ?? "1.1";
  if (!versions.includes(version)) {
    throw new InvalidInputError(
      "options.soapVersion",
      `found "${version}", and the stub of ${name} was generated from a binding of SOAP ${versions[0]} only; omit the option, or set "${versions[0]}"`,
      call,
    );
  }
  return version;
}

/** Advice for the case that the server does not accept a version. */
export function otherVersion({ name, versions = VERSIONS }: Versioned, version: SoapVersion): string {
  const other = version === "1.1" ? "1.2" : "1.1";
  return versions.includes(other)
    ? `try soapVersion: "${other}"`
    : `the contract has ${name} over SOAP ${version} only, so look whether the endpoint is that of its service`;
}
