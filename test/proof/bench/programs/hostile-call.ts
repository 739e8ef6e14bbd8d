/** Makes one call that is answered with hostility, and says what it cost the process. */
import { authenticate, InfoRouterClient, isInfoRouterError } from "inforouter-soap-client";
import { createFolder } from "inforouter-soap-client/operations";
import {
  complexType,
  createSoapClient,
  element,
  list,
  type Operation,
  optional,
  repeated,
  restriction,
  union,
  xs,
} from "inforouter-soap-client/soap";

export interface HostileCall {
  readonly milliseconds: number;
  /** The longest time in which the process did nothing else. */
  readonly stallInMs: number;
  /** Of the process before the call. */
  readonly memoryBeforeInMb: number;
  /** Of the process since its start. */
  readonly peakMemoryInMb: number;
  /** What became of the call. */
  readonly end: string;
}

const NAMESPACE = "http://tempuri.org/";
const dates = { minInclusive: "2000-01-01T00:00:00Z", maxInclusive: "2100-01-01T00:00:00Z" };
const duration = restriction(xs.duration, { minInclusive: "P1D", maxInclusive: "P1Y" });
/** Values of types of which infoRouter's contract has none. */
const Values = complexType({
  durations: optional(element(NAMESPACE, "durations", list(duration))),
  dates: optional(element(NAMESPACE, "dates", list(restriction(xs.dateTime, dates)))),
  decimals: optional(
    element(
      NAMESPACE,
      "decimals",
      list(restriction(xs.decimal, { minInclusive: "0", maxInclusive: "9999", totalDigits: 6 })),
    ),
  ),
  unions: optional(
    element(NAMESPACE, "unions", list(restriction(union(xs.int, xs.token), { enumeration: ["1", "red"] }))),
  ),
  duration: repeated(element(NAMESPACE, "duration", duration)),
});
const readValues: Operation<object, unknown> = {
  name: "ReadValues",
  soapAction: `${NAMESPACE}ReadValues`,
  input: element(NAMESPACE, "ReadValues", complexType<object>({})),
  output: element<unknown>(
    NAMESPACE,
    "ReadValuesResponse",
    complexType({ ReadValuesResult: element(NAMESPACE, "ReadValuesResult", Values) }),
  ),
};

const [endpoint = "", operation = "", ticket = ""] = process.argv.slice(2);
const infoRouter = new InfoRouterClient({
  endpoint,
  ticket: ticket === "" ? authenticate({ uid: "jane", pwd: "correct horse" }) : ticket,
});
await infoRouter.connect();
const soap = createSoapClient({ endpoint });
await soap.connect();

let latest = performance.now();
let stallInMs = 0;
const look = (): void => {
  const now = performance.now();
  stallInMs = Math.max(stallInMs, now - latest);
  latest = now;
};
/** The most that the process has had. */
const memoryInMb = (): number => process.resourceUsage().maxRSS / 1024;
const interval = setInterval(look, 1);
// The first turns of a process are long ones.
await new Promise((resolve) => setTimeout(resolve, 100));
latest = performance.now();
stallInMs = 0;

const memoryBeforeInMb = memoryInMb();
const start = performance.now();
const path = "/Finance/Reports/2024";
const call =
  operation === "ReadValues"
    ? soap.call(readValues, {}).then(() => "values")
    : operation === "CreateFolder"
      ? infoRouter.call(createFolder, { path }).then(({ elements }) => `${elements.length} elements`)
      : infoRouter.deleteFolder(path).then(({ outcome }): string => outcome);
const end = await call.catch((error: unknown) => (isInfoRouterError(error) ? error.code : String(error)));
const milliseconds = performance.now() - start;
look();
clearInterval(interval);
process.send?.({
  milliseconds,
  stallInMs,
  memoryBeforeInMb,
  peakMemoryInMb: memoryInMb(),
  end,
} satisfies HostileCall);
process.disconnect();
