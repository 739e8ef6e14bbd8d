import type { OutgoingMessage } from "./engine.js";

/**
 * The secrets that stand in a message beside its arguments: credentials for HTTP, and the password of WS-Security. Error
 * pages like to repeat them.
 */
export function credentialsIn({ headers, envelope }: OutgoingMessage): string[] {
  const values = Object.keys(headers).filter((name) => /^(?:(?:proxy-)?authorization|cookie)$/i.test(name));
  const passwords = envelope.matchAll(/<(?:\w+:)?Password\b[^<>]*>([^<]+)</g);
  return [
    ...values.flatMap((name) => credentialsOf(headers[name] ?? "")),
    ...Array.from(passwords, ([, password = ""]) => password),
  ];
}

/** `Bearer abc`, `Basic amFuZTpzZWNyZXQ=` (RFC 9110 §11.4), or a cookie. */
function credentialsOf(value: string): string[] {
  const [, scheme, token = value] = /^(\w+) +(\S.*)$/.exec(value) ?? [];
  if (scheme?.toLowerCase() !== "basic") {
    return [token];
  }
  const userAndPassword = Buffer.from(token, "base64").toString("utf8");
  return [token, userAndPassword, userAndPassword.slice(userAndPassword.indexOf(":") + 1)];
}
