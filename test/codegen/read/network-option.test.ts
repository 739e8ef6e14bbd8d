import { readAllowNetwork } from "../../../scripts/read/source/network-option.js";

const ORIGIN = "https://schemas.example.com";
const WSDL = "https://dms.example.com/srv.asmx?WSDL";

test.each<[args: string[], rest: string[], allowNetwork: boolean | string]>([
  [["a.wsdl", "--out", "x"], ["a.wsdl", "--out", "x"], false],
  [["a.wsdl", "--allow-network"], ["a.wsdl"], true],
  [["--allow-network", "a.wsdl"], ["a.wsdl"], true],
  [["--allow-network", WSDL, "--out", "x"], [WSDL, "--out", "x"], true],
  [["--allow-network", "--out", "x"], ["--out", "x"], true],
  [["a.wsdl", "--allow-network", ORIGIN, "--out", "x"], ["a.wsdl", "--out", "x"], ORIGIN],
  [["--allow-network", `${ORIGIN}/`, "a.wsdl"], ["a.wsdl"], ORIGIN],
  [[`--allow-network=${ORIGIN}:8443`, "a.wsdl"], ["a.wsdl"], `${ORIGIN}:8443`],
  [["--", "--allow-network"], ["--", "--allow-network"], false],
])("%j are %j with the network %j", (args, rest, allowNetwork) => {
  expect(readAllowNetwork(args)).toEqual([rest, allowNetwork]);
});

test.each(["", "a.wsdl", WSDL, "http://user@dms.example.com"])("--allow-network=%s is refused", (value) => {
  expect(() => readAllowNetwork([`--allow-network=${value}`])).toThrow("--allow-network: expected an origin");
});
