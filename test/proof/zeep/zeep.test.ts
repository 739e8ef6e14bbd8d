import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { distinctOperations } from "../../../scripts/contract/distinct-operations.js";
import { emitService } from "../../../scripts/emit/service.js";
import { type PlannedStub, ServicePlan } from "../../../scripts/emit/what/service-plan.js";
import { readWsdl } from "../../../scripts/read/wsdl/read-wsdl.js";
import { readEnvelope } from "../../../src/soap/message/envelope.js";
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse } from "../../../src/soap/message/messages.js";
import type { Message, Operation } from "../../../src/soap/schema/operation.js";
import { readXml } from "../../../src/soap/xml/read-xml.js";
import { writeXml } from "../../../src/soap/xml/write-xml.js";
import type { XmlElement } from "../../../src/soap/xml/xml-element.js";
import { type SampleMessage, sampleOperation } from "../corpus/sample-operations.js";
import { canonical, type Field, fieldsOf } from "./fields-of.js";
import { type Answer, describeWithZeep, type Question, startZeep, type Zeep } from "./start-zeep.js";

const repository = resolve(__dirname, "../../..");
const corpus = resolve(repository, "../shared/corpus");
const SEED = 1;
const TIME_LIMIT_IN_MS = 60_000;

const OWN = "wsdl/srv.wsdl";

/** In the corpus. */
const PUBLISHED = [
  { wsdl: "asmx-taxcloud/taxcloud.wsdl", has: "extensions by xsi:type, enumerations, date and time" },
  { wsdl: "asmx-texas-geocoder/TexasGeocoderService_V04_01.wsdl", has: "lists, doubles" },
  { wsdl: "asmx-wsdot-ferry/ferry.wsdl", has: "headers with any attribute, nil, date and time" },
  { wsdl: "countryinfo/countryInformation.wsdl", has: "arrays of what may be nil" },
  { wsdl: "cxf-keywords/hello_world_with_keywords_operation.wsdl", has: "bare parts, attributes" },
  { wsdl: "cxf-rpc-lit/hello_world_rpc_lit.wsdl", has: "rpc/literal" },
  { wsdl: "deliveryservice/DeliveryService.wsdl", has: "abstract types, choices, attributes, Cyrillic names" },
  { wsdl: "fedex-track/TrackService_v16.wsdl", has: "binary data, decimals, dates" },
  { wsdl: "marketo/marketo.wsdl", has: "headers, abstract types, nil" },
  { wsdl: "products-tsclient/products.wsdl", has: "decimals, date and time" },
  { wsdl: "sap-storedata/soap.wsdl", has: "unions" },
  { wsdl: "sp-copy/copy.wsdl", has: "binary data, attributes" },
  { wsdl: "sp-sitedata/sitedata.wsdl", has: "arrays, several parameters in an answer" },
  { wsdl: "ts-choice/choice-union-simple.wsdl", has: "a choice" },
  { wsdl: "ts-list/type-simple-restriction-list.wsdl", has: "a list of enumerated values" },
  { wsdl: "vies/vies.wsdl", has: "several parameters in an answer, dates, nil" },
  { wsdl: "wcf-collectiontypes/CollectionTypes.wsdl", has: "data contracts, nil" },
  { wsdl: "wcf-membernamedsystem/memberNamedSystem.wsdl", has: "attributes" },
  { wsdl: "wcf-moj-panelmember/OpvzL0.wsdl", has: "data contracts, enumerations" },
  { wsdl: "wcf-service1-xsd/Service1.wsdl", has: "an extension, types of the same name" },
  { wsdl: "zeep-header/soap_header.wsdl", has: "headers" },
];

/** What zeep cannot carry, what the samples have in its place, and why. */
const SUBSTITUTES: readonly { readonly text: RegExp; readonly substitute: string; readonly reason: string }[] = [
  { text: /-0044-03-15T/g, substitute: "0044-03-15T", reason: "Python's dates begin with the year 1" },
  { text: /(\.123456)789/g, substitute: "$1", reason: "Python's times end with the microsecond" },
  { text: /2024-02-29\+14:00/g, substitute: "2024-02-29", reason: "zeep reads a date without its zone" },
  {
    text: /(?<=[>"]-?)(INF|NaN)(?=[<"])/g,
    substitute: "1",
    reason: "zeep writes such numbers as Python does: inf, nan",
  },
  { text: /<(email|phone)\/>/g, substitute: "<$1>text</$1>", reason: "zeep takes a choice of an empty text for none" },
];

/** In what zeep's values differ from what it reads, and why that is no fault of the message. */
const DEVIATIONS: readonly { readonly reason: string; explains(difference: Difference): boolean }[] = [
  {
    reason: "zeep has the same None for what is absent, what is nil and what is empty",
    explains: ({ ours, zeeps }) =>
      zeeps === undefined && (ours?.text === null || ours?.text === "" || ours?.text === "{}"),
  },
  {
    reason: "zeep takes a nil element of a complex type for one that has an attribute and no content",
    explains: ({ ours, zeeps }) => zeeps === "{}" && ours?.text === null,
  },
];

/** A field with different values here and in zeep. */
interface Difference {
  readonly path: string;
  readonly ours: Field | undefined;
  readonly zeeps: string | undefined;
}

describeWithZeep("zeep", () => {
  let zeep: Zeep;
  let folder: string;

  beforeAll(async () => {
    zeep = startZeep();
    folder = await mkdtemp(join(tmpdir(), "zeep-"));
  });

  afterAll(async () => {
    await zeep.close();
    await rm(folder, { recursive: true });
  });

  const expectAgreement = async (wsdl: string): Promise<void> => {
    const messages = await messagesOf(wsdl, await mkdtemp(join(folder, "generated-")));
    const answers = await zeep.judge(
      wsdl,
      messages.map(({ question }) => question),
    );
    const verdicts = messages.map((message, index) => ({
      message: message.title,
      disagreements: disagreements(message, answers[index] ?? {}),
    }));

    expect(verdicts).not.toEqual([]);
    expect(verdicts.filter(({ disagreements }) => disagreements.length > 0)).toEqual([]);
  };

  test(
    `reads what we write for ${OWN}, and writes what we read, field by field equal`,
    () => expectAgreement(join(repository, OWN)),
    TIME_LIMIT_IN_MS,
  );

  if (existsSync(corpus)) {
    test.each(PUBLISHED)(
      "reads what we write for $wsdl ($has), and writes what we read, field by field equal",
      ({ wsdl }) => expectAgreement(join(corpus, wsdl)),
      TIME_LIMIT_IN_MS,
    );
  } else {
    test.skip("reads and writes messages of published WSDLs, which are not in ../shared/corpus", () => undefined);
  }
});

/** A message that we have written, and what it was made of. */
interface WrittenMessage {
  readonly title: string;
  readonly facts: Message<unknown>;
  readonly value: unknown;
  readonly question: Question;
  decode(body: readonly XmlElement[], header: readonly XmlElement[]): unknown;
}

async function messagesOf(wsdl: string, out: string): Promise<WrittenMessage[]> {
  const model = await readWsdl(pathToFileURL(wsdl).href, (url) => readFile(new URL(url)));
  for (const [file, text] of emitService(model, { runtime: relative(out, join(repository, "src/soap/index.js")) })) {
    await mkdir(dirname(join(out, file)), { recursive: true });
    await writeFile(join(out, file), text);
  }
  const { stubs } = new ServicePlan(model, distinctOperations(model.services));
  const messages = stubs.map(async (stub) => {
    const { [stub.constantName]: operation } = await import(join(out, "index.ts"));
    const { samples } = sampleOperation(stub.operation, model, SEED);
    return samples.map((sample) => write(stub, operation, sample));
  });
  return (await Promise.all(messages)).flat();
}

function write(stub: PlannedStub, operation: Operation<unknown, unknown>, sample: SampleMessage): WrittenMessage {
  const { direction, style } = sample;
  const isRequest = direction === "request";
  const decode = isRequest ? decodeRequest : decodeResponse;
  const value = decode(operation, sample.body.map(substituted), sample.header.map(substituted));
  const { body, header } = (isRequest ? encodeRequest : encodeResponse)(operation, value);
  const { name } = stub.operation;
  return {
    title: `${name}, ${direction}, ${style}`,
    facts: (isRequest ? operation.input : operation.output) as Message<unknown>,
    value,
    question: { portType: stub.portType, operation: name, direction, header, body },
    decode: (...content) => decode(operation, ...content),
  };
}

/** The sample as it would be read, without what zeep cannot carry. */
function substituted(element: XmlElement): XmlElement {
  return readXml(SUBSTITUTES.reduce((xml, { text, substitute }) => xml.replace(text, substitute), writeXml(element)));
}

/** What zeep has read otherwise than we have written it, and what we read otherwise than zeep has written it. */
function disagreements({ facts, value, decode }: WrittenMessage, { fields, envelope, error }: Answer): string[] {
  if (fields === undefined) {
    return [`zeep cannot read it: ${error}`];
  }
  const read = differences(fieldsOf(facts, value), fields).map((difference) => `zeep reads ${difference}`);
  if (envelope === undefined) {
    return [...read, `zeep cannot write it: ${error}`];
  }
  try {
    const { header, body } = readEnvelope(readXml(envelope));
    const written = differences(fieldsOf(facts, decode(body, header)), fields);
    return [...read, ...written.map((difference) => `zeep writes ${difference}`)];
  } catch (reason) {
    return [...read, `we cannot read what zeep writes: ${reason} in ${envelope}`];
  }
}

/** In words, what no deviation explains. */
function differences(ours: readonly Field[], zeeps: NonNullable<Answer["fields"]>): string[] {
  const rest = new Map(zeeps);
  const both = ours.map((field): Difference => ({ path: field.path, ours: field, zeeps: rest.get(field.path) }));
  for (const { path } of ours) {
    rest.delete(path);
  }
  const onlyZeeps = [...rest].map(([path, text]): Difference => ({ path, ours: undefined, zeeps: text }));
  return [...both, ...onlyZeeps]
    .filter((one) => !isEqual(one) && !DEVIATIONS.some(({ explains }) => explains(one)))
    .map((one) => `${one.path}: ours is ${JSON.stringify(one.ours?.text)}, zeep's ${JSON.stringify(one.zeeps)}`);
}

function isEqual({ ours, zeeps }: Difference): boolean {
  return ours !== undefined && zeeps !== undefined && canonical(ours) === canonical({ ...ours, text: zeeps });
}
