import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { compareModels } from "../../scripts/compare/walk/models.js";
import { reportChanges } from "../../scripts/compare/words/report-changes.js";
import { propertyName } from "../../scripts/contract/names.js";
import { emitService } from "../../scripts/emit/service.js";
import {
  decodeFaultDetail,
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
} from "../../src/soap/index.js";
import { XSI } from "../../src/soap/xml/namespaces.js";
import { readXml } from "../../src/soap/xml/read-xml.js";
import { attributeOf, elementsOf } from "../../src/soap/xml/xml-element.js";
import { holdPrototypesUntouched, NAMES_OF_OBJECTS as NAMES } from "../support/names-of-objects.js";
import { contractOf as contractAround } from "./contract-of.js";
import { type GeneratedService, generateService, operationOf } from "./generated-service.js";
import { reportOf } from "./grades/graded.js";
import { readFiles } from "./read-outline.js";

holdPrototypesUntouched();

/** The operation that has all the headers and faults. */
const RICH = "__proto__";

type Write = (write: (name: string) => string) => string;

const each: Write = (write) => NAMES.map(write).join("");

/**
 * A contract in which everything that can have a name has one that every object has a member of: in the namespace
 * `constructor` simple types, in `__proto__` all else. The prefixes are such names, too.
 */
const contractOf = (
  each: Write,
): string => `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:valueOf="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:toString="http://www.w3.org/2001/XMLSchema" xmlns:constructor="constructor" xmlns:__proto__="__proto__"
    targetNamespace="__proto__" name="__proto__">
  <types>
    <toString:schema targetNamespace="constructor">
      ${each(
        (name) => `<toString:simpleType name="${name}"><toString:restriction base="toString:string">
          ${each((value) => `<toString:enumeration value="${value}"/>`)}
        </toString:restriction></toString:simpleType>`,
      )}
    </toString:schema>
    <toString:schema targetNamespace="__proto__" elementFormDefault="qualified">
      <toString:import namespace="constructor"/>
      <toString:complexType name="Base"><toString:sequence>
        ${each((name) => `<toString:group ref="__proto__:${name}"/>`)}
      </toString:sequence></toString:complexType>
      ${each(
        (name) => `
          <toString:group name="${name}"><toString:sequence>
            <toString:element name="${name}" type="constructor:${name}" default="${name}"/>
          </toString:sequence></toString:group>
          <toString:attributeGroup name="${name}">
            <toString:attribute name="${name}-" type="constructor:${name}"/>
          </toString:attributeGroup>
          <toString:complexType name="${name}"><toString:complexContent><toString:extension base="__proto__:Base">
            <toString:attributeGroup ref="__proto__:${name}"/>
          </toString:extension></toString:complexContent></toString:complexType>
          <toString:element name="${name}" type="__proto__:Base"/>
          <toString:element name="${name}-header" type="constructor:${name}"/>`,
      )}
    </toString:schema>
  </types>
  ${each(
    (name) => `
      <message name="${name}"><part name="${name}" element="__proto__:${name}"/></message>
      <message name="${name}-header"><part name="${name}" element="__proto__:${name}-header"/></message>`,
  )}
  <message name="parts">${each((name) => `<part name="${name}" type="toString:string"/>`)}</message>
  <portType name="__proto__">
    ${each(
      (name) => `<operation name="${name}">
        <input message="__proto__:${name}"/><output message="__proto__:${name}"/>
        ${name === RICH ? each((fault) => `<fault name="${fault}" message="__proto__:${fault}"/>`) : ""}
      </operation>`,
    )}
    <operation name="rpc"><input message="__proto__:parts"/><output message="__proto__:parts"/></operation>
  </portType>
  <binding name="hasOwnProperty" type="__proto__:__proto__">
    <valueOf:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    ${each(
      (name) => `<operation name="${name}">
        <valueOf:operation soapAction="${name}"/>
        <input><valueOf:body use="literal"/>
          ${name === RICH ? each((header) => `<valueOf:header message="__proto__:${header}-header" part="${header}" use="literal"/>`) : ""}
        </input>
        <output><valueOf:body use="literal"/></output>
        ${name === RICH ? each((fault) => `<fault name="${fault}"><valueOf:fault name="${fault}" use="literal"/></fault>`) : ""}
      </operation>`,
    )}
    <operation name="rpc"><valueOf:operation soapAction="" style="rpc"/>
      <input><valueOf:body use="literal" namespace="__proto__"/></input>
      <output><valueOf:body use="literal" namespace="__proto__"/></output>
    </operation>
  </binding>
  <service name="toString">
    <port name="isPrototypeOf" binding="__proto__:hasOwnProperty"><valueOf:address location="http://localhost/"/></port>
  </service>
</definitions>`;

const contract = contractOf(each);

describe("a contract with the names of Object.prototype's members", () => {
  let service: GeneratedService;

  beforeAll(async () => {
    service = await generateService(contract);
  });

  const operation = (name: string) => operationOf(service, `${propertyName(name).replace(/_$/, "")}Operation`);
  const valuesByName = (suffix = "") =>
    Object.fromEntries(NAMES.map((name) => [propertyName(`${name}${suffix}`), name] as const));

  test("compiles", async () => {
    const root = resolve(__dirname, "../..");
    const compilerOptions = { types: ["node"], typeRoots: [join(root, "node_modules/@types")] };
    const config = { extends: join(root, "tsconfig.json"), compilerOptions, include: ["*.ts"] };
    writeFileSync(join(service.folder, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(join(service.folder, "tsconfig.json"), JSON.stringify(config));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const compiling = promisify(execFile)(process.execPath, [tsc, "--noEmit", "-p", service.folder]);
    const { stdout } = await compiling.catch((failure: { stdout: string }) => failure);
    expect(stdout).toBe("");
  });

  test.each(NAMES)("has a stub for %s that writes and reads", (name) => {
    const request = name === RICH ? { body: valuesByName(), headers: valuesByName("-header") } : valuesByName();
    const { body, header } = encodeRequest(operation(name), request);
    expect(elementsOf(readXml(body)).map((element) => element.name)).toEqual(NAMES);
    const headers = elementsOf(readXml(`<header>${header}</header>`));
    expect(headers.map((element) => element.name)).toEqual(name === RICH ? NAMES.map((one) => `${one}-header`) : []);
    expect(decodeRequest(operation(name), [readXml(body)], headers)).toEqual(request);
  });

  test("has no property with the name of a member", () => {
    const value = decodeResponse(
      operation("toString"),
      [readXml(encodeResponse(operation("toString"), valuesByName()).body)],
      [],
    );
    expect(Object.keys(Object(value)).filter((property) => property in {})).toEqual([]);
  });

  test.each(NAMES)("finds the type %s by xsi:type", (name) => {
    const elements = each((element) => `<${element}>${element}</${element}>`);
    const response = `<p:toString xmlns:p="__proto__" xmlns="__proto__" xmlns:xsi="${XSI}" xsi:type="p:${name}" ${name}-="${name}">${elements}</p:toString>`;
    const value = decodeResponse(operation("toString"), [readXml(response)], []);
    expect(value).toMatchObject({ ...valuesByName(), [propertyName(`${name}-`)]: name });
    const written = readXml(encodeResponse(operation("toString"), value).body);
    expect(written.prefixes?.get("")).toBe("__proto__");
    expect(attributeOf(written, "type", XSI)?.split(":").at(-1)).toBe(name);
    expect(attributeOf(written, `${name}-`)).toBe(name);
    expect(decodeResponse(operation("toString"), [written], [])).toEqual(value);
  });

  test.each(NAMES)("reads an empty %s as its default", (name) => {
    const elements = each((element) => (element === name ? `<${element}/>` : `<${element}>valueOf</${element}>`));
    const response = readXml(`<toString xmlns="__proto__">${elements}</toString>`);
    const value = decodeResponse(operation("toString"), [response], []);
    expect(value).toMatchObject({ [propertyName(name)]: name });
  });

  test.each(NAMES)("finds the fault %s by its name", (name) => {
    const value = valuesByName();
    const detail = readXml(encodeResponse(operation(name), value).body);
    expect(decodeFaultDetail(operation(RICH), [detail])).toEqual({ name, value });
  });

  test("writes and reads parts", () => {
    const request = valuesByName();
    const { body } = encodeRequest(operation("rpc"), request);
    expect(elementsOf(readXml(body)).map((element) => element.name)).toEqual(NAMES);
    expect(decodeRequest(operation("rpc"), [readXml(body)], [])).toEqual(request);
  });

  test("lets no name lead out of the folder", async () => {
    const model = await readFiles({ "a.wsdl": contract });
    expect([...emitService(model).keys()].filter((path) => !/^[a-z-]+\.ts$/.test(path))).toEqual([]);
  });

  test("compares equal to itself, and different where a name is missing", async () => {
    const model = await readFiles({ "a.wsdl": contract });
    expect(compareModels(model, model)).toEqual([]);
    for (const name of NAMES) {
      const without = contractOf((write) =>
        NAMES.filter((other) => other !== name)
          .map(write)
          .join(""),
      );
      const changes = compareModels(model, await readFiles({ "a.wsdl": without }));
      expect(changes.filter(({ kind }) => kind === "operation-removed")).toMatchObject([{ operations: [name] }]);
      expect(reportChanges(changes)).toContain(name);
    }
  });

  test.each<[what: string, from: string, to: (name: string) => string]>([
    ["a built-in type", 'type="toString:string"', (name) => `type="toString:${name}"`],
    ["a type", 'type="toString:string"', (name) => `type="constructor:${name}X"`],
    ["an element", 'element="__proto__:constructor"', (name) => `element="__proto__:${name}X"`],
    ["a message", 'message="__proto__:parts"', (name) => `message="__proto__:${name}X"`],
    ["a namespace's type", 'type="toString:string"', (name) => `type="valueOf:${name}"`],
    ["a prefix", 'type="toString:string"', (name) => `type="${name}:nope"`],
    ["a use", 'use="literal"', (name) => `use="${name}"`],
    ["a style", 'style="rpc"', (name) => `style="${name}"`],
    ["a form", 'elementFormDefault="qualified"', (name) => `elementFormDefault="${name}"`],
  ])("leaves out the part that refers to %s that is not declared", async (_what, from, to) => {
    for (const name of NAMES) {
      const report = await reportOf({ "a.wsdl": contract.replace(from, to(name)) });

      expect(report[0]).toMatch(/^a\.wsdl:\d+:\d+: (?:left out: |.*; nothing else is left to generate$)/);
    }
  });
});

/** `ª` is a letter to Unicode and no name to XML 1.0; `℮` is a symbol to Unicode and a name to XML 1.0. */
describe("a name has the characters that XML 1.0 (5th edition) allows", () => {
  const contractWith = (name: string) =>
    contractAround(
      `<xs:element name="e"><xs:complexType><xs:sequence>
        <xs:element name="${name}" type="xs:int"/>
      </xs:sequence></xs:complexType></xs:element>`,
      ["e"],
    );

  test.each(["\u212e", "\u00c0", "a\u00b7", "\u2160", "\u{10000}", "a\u203f"])(
    "an element %j is read, sent and received",
    async (name) => {
      const operation = operationOf(await generateService(contractWith(name)), "eOperation");
      const { body } = encodeRequest(operation, { [propertyName(name)]: 1 });
      expect(body).toBe(`<e xmlns="urn:test"><${name}>1</${name}></e>`);
      expect(decodeRequest(operation, [readXml(body)], [])).toEqual({ [propertyName(name)]: 1 });
    },
  );

  test.each(["\u00aa", "\u00b7", "a\u00aa", "\u0300", "\u00d7", "a\u2126b\u00b2", "\u{f0000}"])(
    "an element %j is refused in the contract, as in a message",
    async (name) => {
      await expect(readFiles({ "a.wsdl": contractWith(name) })).rejects.toThrow(
        `<element name="${name}"> has a name that is no NCName`,
      );
      expect(() => readXml(`<${name}/>`)).toThrow("is not a name in XML 1.0");
    },
  );
});
