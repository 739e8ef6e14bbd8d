import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

/** A certification authority, with the certificates that it signed: of a server on 127.0.0.1 and localhost, of a client. */
export interface Certificates {
  readonly ca: string;
  readonly server: KeyPair;
  readonly client: KeyPair;
}

/** Makes new certificates with the openssl command, valid for a day. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "certificates-"));
  const openssl = (...args: string[]): void => {
    execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  };
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  const request = (name: string, ...more: string[]): void =>
    openssl(
      "req",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-noenc",
      "-keyout",
      `${name}.key`,
      "-subj",
      `/CN=${name}`,
      ...more,
    );
  const sign = (name: string, extension: string): KeyPair => {
    writeFileSync(join(folder, `${name}.ext`), extension);
    request(name, "-out", `${name}.csr`);
    openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      "-CA",
      "ca.crt",
      "-CAkey",
      "ca.key",
      "-CAcreateserial",
      "-days",
      "1",
      "-extfile",
      `${name}.ext`,
      "-out",
      `${name}.crt`,
    );
    return { key: read(`${name}.key`), cert: read(`${name}.crt`) };
  };
  try {
    request("ca", "-x509", "-days", "1", "-out", "ca.crt");
    return {
      ca: read("ca.crt"),
      server: sign("server", "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n"),
      client: sign("client", "extendedKeyUsage=clientAuth\n"),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
