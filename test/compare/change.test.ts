import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Project } from "ts-morph";
import type { Change, Impact } from "../../scripts/compare/verdict/change.js";
import { compareModels } from "../../scripts/compare/walk/models.js";
import type { ServiceModel } from "../../scripts/contract/service-model.js";
import { emitService } from "../../scripts/emit/service.js";
import { readFiles } from "../codegen/read-outline.js";
import { contentChanges } from "./content-changes.js";
import { type ContractChange, schemaWith, wsdlWith } from "./contract-changes.js";
import { facetChanges } from "./facet-changes.js";
import { typeChanges } from "./type-changes.js";

const contractChanges = [...contentChanges, ...typeChanges, ...facetChanges];

type Fragments = ContractChange["older"];

const modelOf = (fragments: Fragments): Promise<ServiceModel> => readFiles({ "s.wsdl": wsdlWith(...fragments) });

/** Whether a change and the reverse change break requests and responses. */
interface Verdicts {
  readonly there: Verdict;
  readonly back: Verdict;
}

interface Verdict {
  readonly request: boolean;
  readonly response: boolean;
}

async function verdictsOf(
  { older, newer }: ContractChange,
  breaks: (impact: Impact | undefined) => boolean,
): Promise<Verdicts> {
  const [before, after] = [await modelOf(older), await modelOf(newer)];
  const verdict = (changes: readonly Change[]): Verdict => ({
    request: changes.some(({ impact }) => breaks(impact.request)),
    response: changes.some(({ impact }) => breaks(impact.response)),
  });
  return { there: verdict(compareModels(before, after)), back: verdict(compareModels(after, before)) };
}

// libxml2 decides about messages

const hasXmllint = isThere("xmllint");

function isThere(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** A default changes the value of a message that stays valid. */
const judged = contractChanges.filter(({ change }) => !change.includes("default"));

(hasXmllint ? test : test.skip).each(judged)("libxml2 agrees which messages $change breaks", async (change) => {
  const messages = messagesFor(change);
  const [wasValid, isValid] = await Promise.all([validity(change.older, messages), validity(change.newer, messages)]);
  const isNarrowed = messages.some((_, index) => wasValid[index] === true && isValid[index] === false);
  const isWidened = messages.some((_, index) => wasValid[index] === false && isValid[index] === true);
  const { there, back } = await verdictsOf(change, (impact) => impact?.clients === "break");

  expect(there).toEqual({ request: isNarrowed, response: isWidened });
  // Clients validate nothing that a wildcard matched, so less validation does not break them.
  const isUnchecked = change.change === "a wildcard with strict validation";
  expect(back).toEqual({ request: isWidened, response: isNarrowed && !isUnchecked });
});

const TEXTS = [
  ..."x y a b aa 7 10 10.5 40000 3000000000 2024-01-01 true xxxxxxxxxx".split(" "),
  "",
  "1 2",
  " a",
  "aa ",
];

/**
 * Messages made of the names of both schemas, and of an unknown one: each text in each element, up to three elements in
 * any order, ten equal elements, and so on.
 */
function messagesFor({ older, newer }: ContractChange): string[] {
  const schemas = [...older, ...newer].join("");
  const [names, types] = [namesIn(schemas, "element"), namesIn(schemas, "complexType")];
  const attributes = [...namesIn(schemas, "attribute"), "z"].flatMap((name) =>
    TEXTS.flatMap((text) => [` ${name}="${text}"`, ` t:${name}="${text}"`]),
  );
  const all = (content: string) => names.map((name) => `<${name}>${content}</${name}>`);
  const inner = [...TEXTS, ...all("x"), all("x").join(""), all("x").reverse().join("")];
  const elements = [
    ...inner.flatMap(all),
    ...names.flatMap((name) =>
      attributes.filter((one) => one.endsWith('"x"')).map((one) => `<${name}${one}>x</${name}>`),
    ),
    ...names.map((name) => `<${name} xsi:nil="true"/>`),
    ...["", "urn:x", "urn:o"].map((namespace) => `<z xmlns="${namespace}"/>`),
    ...names.map((name) => `<${name} xmlns="">x</${name}>`),
  ];
  const plain = [...all("x"), ...all("7")];
  const pairs = plain.flatMap((first) => plain.map((second) => first + second));
  const contents = [
    "",
    "text",
    ...elements,
    ...plain.map((element) => `text${element}`),
    ...plain.map((element) => element.repeat(10)),
    ...plain.flatMap((first) => elements.map((second) => first + second)),
    ...pairs.flatMap((first) => plain.map((second) => first + second)),
    ...pairs.map((pair) => pair + pair),
  ];
  const few = contents.slice(0, 2 + elements.length);
  return [
    ...contents.map((content) => `<Put>${content}</Put>`),
    ...attributes.flatMap((attribute) => few.map((content) => `<Put${attribute}>${content}</Put>`)),
    ...types.flatMap((type) => few.map((content) => `<Put xsi:type="${type}">${content}</Put>`)),
  ];
}

function namesIn(schemas: string, kind: string): string[] {
  const found = schemas.matchAll(new RegExp(`<${kind} (?:name|ref)="(?:t:)?(\\w+)"`, "g"));
  return [...new Set([...found].map(([, name = ""]) => name))];
}

/** Whether each of the messages is valid. */
async function validity(fragments: Fragments, messages: readonly string[]): Promise<boolean[]> {
  const folder = await mkdtemp(join(tmpdir(), "compare-verdicts-"));
  try {
    const all = `<element name="all"><complexType><sequence><element ref="t:Put" maxOccurs="unbounded"/></sequence></complexType></element>`;
    const [schema, document] = [join(folder, "s.xsd"), join(folder, "all.xml")];
    await writeFile(schema, schemaWith(fragments[0], (fragments[1] ?? "") + all));
    const start = `<all xmlns="urn:t" xmlns:t="urn:t" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`;
    await writeFile(document, `${start}\n${messages.join("\n")}\n</all>`);
    const errors = await errorsOf(["--noout", "--nowarning", "--schema", schema, document], join(folder, "errors.txt"));
    const invalid = new Set([...errors.matchAll(/all\.xml:(\d+): /g)].map(([, line]) => Number(line) - 2));
    return messages.map((_, index) => !invalid.has(index));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** xmllint writes each part of a line by itself. A file takes them faster than a pipe. */
async function errorsOf(args: readonly string[], file: string): Promise<string> {
  const output = await open(file, "w");
  const xmllint = spawn("xmllint", args, { stdio: ["ignore", "ignore", output.fd] });
  const [code] = await once(xmllint, "close").finally(() => output.close());
  const errors = await readFile(file, "utf8");
  // 0 all are valid, 3 some are not.
  if (code !== 0 && code !== 3) {
    throw new Error(`xmllint ended with ${code}: ${errors}`);
  }
  return errors;
}

// The compiler decides about code

/** Types `Request` and `Response` that are "breaks" or "compiles". A removed property or literal also breaks code. */
const VERDICTS = `
  type Keys<T> = T extends unknown ? keyof T : never;
  type Get<T, Key> = T extends unknown ? (Key extends keyof T ? T[Key] : never) : never;
  type Literal<T> = T extends string ? (string extends T ? never : T) : never;
  // An open union has \`string & {}\`, which extends object.
  type Objects<T> = Extract<Exclude<T extends readonly (infer Item)[] ? Item : T, string>, object>;
  type GoneHere<Old, New> = Exclude<Keys<Old>, Keys<New>> | Exclude<Literal<Old>, New>;
  type GoneWithin<Old, New> = {
    [Key in Keys<Old> & Keys<New>]: Exclude<Literal<Get<Old, Key>>, Get<New, Key>>
      | GoneHere<Objects<Get<Old, Key>>, Objects<Get<New, Key>>>;
  }[Keys<Old> & Keys<New>];
  type IsGone<Old, New> = [GoneHere<Old, New> | GoneWithin<Old, New>] extends [never] ? false : true;
  type Verdict<Old, New, From, To> = IsGone<Old, New> extends true ? "breaks" : [From] extends [To] ? "compiles" : "breaks";`;

describe("the compiler agrees which code breaks with", () => {
  // Types are compared without their names, and code cannot use a type without properties.
  const compiled = contractChanges.filter(({ change }) => !/name|empty type/.test(change));
  let verdicts: ReadonlyMap<ContractChange, Verdicts>;

  beforeAll(async () => {
    const spaces: string[] = [];
    for (const [index, { older, newer }] of compiled.entries()) {
      const [before, after] = [typesOf(await modelOf(older)), typesOf(await modelOf(newer))];
      spaces.push(`namespace Change${index} { namespace Before {${before}} namespace After {${after}}
        export type Request = Verdict<Before.Request, After.Request, Before.Request, After.Request>;
        export type Response = Verdict<Before.Response, After.Response, After.Response, Before.Response>;
        export type RequestBack = Verdict<After.Request, Before.Request, After.Request, Before.Request>;
        export type ResponseBack = Verdict<After.Response, Before.Response, Before.Response, After.Response>;
      }`);
    }
    const project = new Project({
      useInMemoryFileSystem: true,
      compilerOptions: { strict: true, exactOptionalPropertyTypes: true, lib: ["lib.es2022.d.ts"], types: [] },
    });
    const file = project.createSourceFile("verdicts.ts", [VERDICTS, ...spaces].join("\n"));
    expect(file.getPreEmitDiagnostics().map((diagnostic) => diagnostic.getMessageText())).toEqual([]);
    verdicts = new Map(
      compiled.map((change, index) => {
        const aliases = file.getModuleOrThrow(`Change${index}`);
        const breaks = (name: string) => aliases.getTypeAliasOrThrow(name).getType().getLiteralValue() === "breaks";
        const there = { request: breaks("Request"), response: breaks("Response") };
        return [change, { there, back: { request: breaks("RequestBack"), response: breaks("ResponseBack") } }];
      }),
    );
  });

  test.each(compiled)("$change", async (change) => {
    expect(await verdictsOf(change, (impact) => impact?.code === "breaks")).toEqual(verdicts.get(change));
  });
});

/** The generated types, without schemas, and the types `Request` and `Response`. */
function typesOf(model: ServiceModel): string {
  const project = new Project({ useInMemoryFileSystem: true });
  const declarations: string[] = [];
  for (const [name, text] of emitService(model)) {
    const file = project.createSourceFile(name, text);
    declarations.push(...[...file.getInterfaces(), ...file.getTypeAliases()].map((type) => type.getText()));
    for (const stub of file.getFunctions()) {
      const [, request] = stub.getParameters();
      declarations.push(`export type Request = ${request?.getTypeNode()?.getText()};`);
      declarations.push(
        `export type Response = ${stub
          .getReturnTypeNodeOrThrow()
          .getText()
          .replace(/^Promise<(.*)>$/, "$1")};`,
      );
    }
  }
  return `${declarations.join("\n")}
    export interface XmlElement { isElement: true }
    export interface XmlAttribute { isAttribute: true }
    export type XmlNode = string | XmlElement;`;
}
