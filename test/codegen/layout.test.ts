import { execFile, spawnSync } from "node:child_process";
import fs, {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type GenerateOptions, generate } from "../../scripts/generate.js";
import { decodeRequest, encodeRequest } from "../../src/soap/index.js";
import { readXml } from "../../src/soap/xml/read-xml.js";
import { contractOf } from "./contract-of.js";
import { type GeneratedService, generated, generateService, operationOf } from "./generated-service.js";

const root = resolve(__dirname, "../..");

/** A simple type of about 6 kB, its schema included. */
const code = (name: string): string => {
  const values = Array.from({ length: 60 }, (_, index) => `<xs:enumeration value="${"code".repeat(10)}-${index}"/>`);
  return `<xs:simpleType name="${name}"><xs:restriction base="xs:string">${values.join("")}</xs:restriction></xs:simpleType>`;
};
const object = (name: string, ...members: readonly string[]): string => {
  const elements = members.map((member) => `<xs:element ${member} minOccurs="0"/>`).join("");
  return `<xs:complexType name="${name}"><xs:sequence>${elements}</xs:sequence></xs:complexType>`;
};
const words = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota", "Kappa"];

/** Types of several letters that refer to each other in circles; simple ones are made of simple ones of other letters. */
const circles = [
  object("Account", 'name="branch" type="tns:Branch"', 'name="codes" type="tns:AccountCodes"'),
  object("Branch", 'name="zone" type="tns:Zone"', 'name="code" type="tns:BranchCode"'),
  object("Zone", 'name="account" type="tns:Account"', 'name="code" type="tns:ZoneCode"'),
  `<xs:simpleType name="AccountCodes"><xs:list itemType="tns:BranchCode"/></xs:simpleType>`,
  `<xs:simpleType name="BranchCode"><xs:restriction base="tns:ZoneCode"><xs:maxLength value="4"/></xs:restriction></xs:simpleType>`,
  `<xs:simpleType name="ZoneCode"><xs:restriction base="xs:string"><xs:minLength value="2"/></xs:restriction></xs:simpleType>`,
];
const customers = words.flatMap((word) => words.slice(0, 5).map((other) => code(`Customer${word}${other}`)));
const large = [...circles, ...customers, code("Country")].join("");

/** A contract of a port type `Bank`, with an operation for each element. */
const bankOf = (schema: string, operations: readonly string[]): string => {
  const elements = operations.map((name) => `<xs:element name="${name}" type="tns:Account"/>`).join("");
  return contractOf(schema + elements, operations).replaceAll(/(?<=name="|tns:)Test"/g, 'Bank"');
};
const wsdl = bankOf(large, ["CreateAccount", "DeleteAccount"]);

test("a service stands in one folder as long as no file has more than 256 KiB", async () => {
  const schema = [...circles, ...customers.slice(0, 30), code("Country")].join("");
  expect([...(await generated(bankOf(schema, ["CreateAccount", "DeleteAccount"]))).keys()]).toEqual([
    "create-account.ts",
    "delete-account.ts",
    "test.ts",
    "index.ts",
  ]);
});

describe("a service with a larger file", () => {
  let service: GeneratedService;
  let files: ReadonlyMap<string, string>;
  const textOf = (path: string): string[] => (files.get(path) ?? "").split("\n").slice(2);

  beforeAll(async () => {
    files = await generated(wsdl);
    service = await generateService(wsdl);
  });

  test("stands in folders: stubs by port type; types by namespace and letter, and by word where a letter is too large", () => {
    expect([...files.keys()].sort()).toEqual([
      "bank/create-account.ts",
      "bank/delete-account.ts",
      "bank/index.ts",
      "index.ts",
      "test/a.ts",
      "test/b.ts",
      "test/c/country.ts",
      ...words.map((word) => `test/c/customer/${word.toLowerCase()}.ts`).sort(),
      "test/index.ts",
      "test/z.ts",
    ]);
    expect([...files].filter(([, text]) => Buffer.byteLength(text) > 256 * 1024)).toEqual([]);
  });

  test("has an index of its folders, and an index of each folder", () => {
    expect(textOf("index.ts")).toEqual(['export * from "./bank/index.js";', 'export * from "./test/index.js";', ""]);
    expect(textOf("bank/index.ts")).toEqual([
      'export * from "./create-account.js";',
      'export * from "./delete-account.js";',
      "",
    ]);
    expect(textOf("test/index.ts").slice(2, 5)).toEqual([
      'export * from "./c/country.js";',
      'export * from "./c/customer/alpha.js";',
      'export * from "./c/customer/beta.js";',
    ]);
  });

  test("has the exports that it would have in one folder", async () => {
    const { exports } = await generateService(bankOf(circles.join(""), ["CreateAccount", "DeleteAccount"]));
    expect(Object.keys(service.exports)).toEqual(expect.arrayContaining(Object.keys(exports)));
  });

  test("writes and reads messages whose types stand in several files", () => {
    const operation = operationOf(service, "createAccountOperation");
    const request = { branch: { zone: { account: { codes: ["ab", "cd"] }, code: "wxyz!" }, code: "abcd" } };
    const { body } = encodeRequest(operation, request);
    expect(decodeRequest(operation, [readXml(body)], [])).toEqual(request);
  });

  test("can be imported from any of its files", () => {
    for (const file of [...files.keys()].filter((path) => !path.includes("customer/"))) {
      jest.isolateModules(() => expect(() => require(join(service.folder, file))).not.toThrow());
    }
  });

  test("compiles", async () => {
    const compilerOptions = { types: ["node"], typeRoots: [join(root, "node_modules/@types")] };
    const config = { extends: join(root, "tsconfig.json"), compilerOptions, include: ["**/*.ts"] };
    writeFileSync(join(service.folder, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(join(service.folder, "tsconfig.json"), JSON.stringify(config));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const compiling = promisify(execFile)(process.execPath, [tsc, "--noEmit", "-p", service.folder]);
    const { stdout } = await compiling.catch((failure: { stdout: string }) => failure);
    expect(stdout).toBe("");
  });

  test("imports the run time from the module that the option names", async () => {
    const [first, second] = await Promise.all(
      ["../soap/index.js", "a-package"].map((runtime) => generated(wsdl, { runtime })),
    );
    expect(first?.get("bank/create-account.ts")).toContain('from "../../soap/index.js"');
    expect(first?.get("test/c/customer/alpha.ts")).toContain('from "../../../../soap/index.js"');
    expect(second?.get("test/c/customer/alpha.ts")).toContain('from "a-package"');
  });
});

const kinds = ["Start", "End", "Rollback", "InSeries", "Continuation", "Subsequent"];
const enumeration = `<xs:simpleType><xs:restriction base="xs:string">${kinds.map((kind) => `<xs:enumeration value="${kind}"/>`).join("")}</xs:restriction></xs:simpleType>`;
test.each<[what: string, definition: string, reference: string]>([
  [
    "an attribute group",
    `<xs:attributeGroup name="g"><xs:attribute name="kind">${enumeration}</xs:attribute></xs:attributeGroup>`,
    '<xs:attributeGroup ref="tns:g"/>',
  ],
  ["a global attribute", `<xs:attribute name="kind">${enumeration}</xs:attribute>`, '<xs:attribute ref="tns:kind"/>'],
  [
    "a group",
    `<xs:group name="g"><xs:sequence><xs:element name="kind"><xs:complexType><xs:attribute name="a"/></xs:complexType></xs:element></xs:sequence></xs:group>`,
    "",
  ],
])("a type of %s, which requests and one response share, can be imported from any file", async (...row) => {
  const [, definition, reference] = row;
  const particles = reference === "" ? '<xs:group ref="tns:g"/>' : "<xs:sequence/>";
  const element = (name: string) =>
    `<xs:element name="${name}"><xs:complexType>${particles}${reference}</xs:complexType></xs:element>`;
  const schema = `${definition}${element("Book")}${element("Amend")}${element("Note")}`;
  const oneWay = contractOf(schema, ["Book", "Amend"]);
  const wsdl = oneWay
    .replace("<portType", '<message name="Note"><part name="parameters" element="tns:Note"/></message><portType')
    .replaceAll(/(<input message="[^"]*"\/>)/g, '$1<output message="tns:Note"/>')
    .replaceAll("</input></operation>", '</input><output><soap:body use="literal"/></output></operation>');
  const shared = await generateService(wsdl);
  for (const file of readdirSync(shared.folder, { recursive: true, encoding: "utf8" })) {
    jest.isolateModules(() => expect(() => require(join(shared.folder, file))).not.toThrow());
  }
});

test.each<[what: string, definition: string, value: unknown]>([
  ["restriction", '<xs:restriction base="tns:Code"><xs:maxLength value="4"/></xs:restriction>', "ab"],
  ["restriction without facets", '<xs:restriction base="tns:Code"/>', "ab"],
  ["restriction to some values", '<xs:restriction base="tns:Code"><xs:enumeration value="ab"/></xs:restriction>', "ab"],
  ["list", '<xs:list itemType="tns:Code"/>', ["ab", "cd"]],
  [
    "list of some words",
    '<xs:restriction base="o:Codes"><xs:enumeration value="ab cd"/></xs:restriction>',
    ["ab", "cd"],
  ],
  ["union", '<xs:union memberTypes="xs:int tns:Code"/>', "ab"],
])("a %s of a type of another namespace, which refers back to it, can be imported from any file", async (...row) => {
  const [, definition, value] = row;
  const code = '<xs:restriction base="xs:string"><xs:minLength value="2"/></xs:restriction>';
  const orders = `<xs:schema targetNamespace="urn:order" xmlns:o="urn:order"><xs:import namespace="urn:test"/>
    <xs:simpleType name="Codes"><xs:list itemType="tns:Code"/></xs:simpleType>
    <xs:simpleType name="OrderCode">${definition}</xs:simpleType></xs:schema>`;
  const account = object("Account", 'name="code" type="o:OrderCode" xmlns:o="urn:order"');
  const service = await generateService(
    bankOf(`<xs:import namespace="urn:order"/><xs:simpleType name="Code">${code}</xs:simpleType>${account}`, [
      "Open",
    ]).replace("</types>", `${orders}</types>`),
  );
  const operation = operationOf(service, "openOperation");
  const { body } = encodeRequest(operation, { code: value });
  expect(decodeRequest(operation, [readXml(body)], [])).toEqual({ code: value });
  for (const file of readdirSync(service.folder, { recursive: true, encoding: "utf8" })) {
    jest.isolateModules(() => expect(() => require(join(service.folder, file))).not.toThrow());
  }
});

test("the stubs of a port type with more than 256 operations stand in a folder for each letter", async () => {
  const operations = Array.from({ length: 257 }, (_, index) => `${index % 2 === 0 ? "Get" : "Put"}${index}`);
  const paths = [...(await generated(bankOf(large, operations))).keys()];
  expect(paths).toEqual(expect.arrayContaining(["bank/g/get0.ts", "bank/p/put1.ts", "bank/index.ts"]));
});

test("a port type that has the short name of a namespace has a folder of its own", async () => {
  const paths = [...(await generated(wsdl.replaceAll(/(?<=name="|tns:)Bank"/g, 'Test"'))).keys()];
  expect(paths).toEqual(expect.arrayContaining(["test-stubs/create-account.ts", "test/a.ts"]));
});

describe("generate, into folders", () => {
  let folder: string;
  let out: string;
  const write = (schema: string): void => {
    writeFileSync(join(folder, "bank.wsdl"), bankOf(schema, ["CreateAccount", "DeleteAccount"]));
  };
  const run = (options: Partial<GenerateOptions> = {}) =>
    generate({ wsdl: join(folder, "bank.wsdl"), out, runtime: "a-package", ...options });
  const filesIn = (path: string): string[] =>
    readdirSync(path, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .sort();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "layout-"));
    out = join(folder, "out");
    write(large);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("is fresh the second time, and --check shows a file that is changed, missing or superfluous", async () => {
    await run();
    expect((await run({ check: true })).changes).toEqual([]);

    const text = readFileSync(join(out, "test/c/country.ts"), "utf8");
    writeFileSync(join(out, "test/c/country.ts"), text.replace("export", "export declare"));
    renameSync(join(out, "test/a.ts"), join(out, "test/c/y.ts"));
    const { changes } = await run({ check: true });
    expect(changes.map(({ name, before, after }) => [name, before !== undefined, after !== undefined])).toEqual([
      ["test/a.ts", false, true],
      ["test/c/country.ts", true, true],
      ["test/c/y.ts", true, false],
    ]);
  });

  test("removes the files and folders of an earlier run, in both directions", async () => {
    await run();
    const before = filesIn(out);
    write(circles.join(""));
    await run();
    expect(readdirSync(out).sort()).toEqual(["create-account.ts", "delete-account.ts", "index.ts", "test.ts"]);
    write(large);
    await run();
    expect(filesIn(out)).toEqual(before);
  });

  test("removes the folders of an earlier run also after a run that ended while it removed them", async () => {
    await run();
    write(circles.join(""));
    const { rmSync: remove } = fs;
    const removal = jest.spyOn(fs, "rmSync").mockImplementation((path, options) => {
      if (String(path).endsWith("country.ts")) {
        throw new Error("ended");
      }
      remove(path, options);
    });
    await expect(run()).rejects.toThrow(`${out} cannot be written: ended`);
    removal.mockRestore();
    expect((await run({ check: true })).changes).not.toEqual([]);
    await run();
    expect(readdirSync(out).sort()).toEqual(["create-account.ts", "delete-account.ts", "index.ts", "test.ts"]);
  });

  test("keeps files that it did not generate, and the stubs of another contract", async () => {
    await run();
    writeFileSync(join(out, "test/own.ts"), "export const own = 1;\n");
    await generate({ wsdl: join(root, "wsdl/srv.wsdl"), out: join(out, "srv"), operations: ["DeleteFolder"] });
    write(circles.join(""));
    await run();
    expect(filesIn(out)).toEqual(expect.arrayContaining(["srv/delete-folder.ts", "srv/index.ts", "test/own.ts"]));
    expect(readdirSync(join(out, "test"))).toEqual(["own.ts"]);
  });

  test("writes nothing where it would overwrite a file that it did not generate", async () => {
    mkdirSync(join(out, "test"), { recursive: true });
    writeFileSync(join(out, "test/a.ts"), "export {};\n");
    await expect(run()).rejects.toThrow(`${join(out, "test/a.ts")} was not generated and would be overwritten`);
    expect(filesIn(out)).toEqual(["test/a.ts"]);
  });

  test.each<[string, (path: string) => void]>([
    ["a link to a generated file elsewhere", (path) => symlinkSync(join(root, "generated/index.ts"), path)],
    ["a link that leads nowhere", (path) => symlinkSync("nowhere.ts", path)],
    ["a pipe", (path) => void spawnSync("mkfifo", [path])],
  ])("writes nothing where it would replace %s", async (_name, make) => {
    mkdirSync(out, { recursive: true });
    make(join(out, "index.ts"));
    await expect(run()).rejects.toThrow(`${join(out, "index.ts")} is a link, pipe or device; move it away`);
    expect(readdirSync(out)).toEqual(["index.ts"]);
  });
});
