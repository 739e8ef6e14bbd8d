/** A small contract that is made of decisions. A decision is known by its path: another one elsewhere does not change it. */
export interface RandomContract {
  readonly wsdl: string;
  /** All decisions, and the number of options that each of them has. */
  readonly decisions: ReadonlyMap<string, number>;
}

/** A number from 0 up to the limit, which depends on the seed and the path alone. */
function hashed(seed: number, path: string, limit: number): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  for (const character of `${path}#`) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % limit;
}

const SLOTS = ["1", "2", "3", "4"];
/** Names that invented names of generated code meet. */
const TYPE_NAMES = {
  "1": ["Row", "row"],
  "2": ["RowSchema", "AnyRow", "RowItem", "Leaf", "PutRequest", "PutFaults", "PutRequestHeaders", "PutResponse"],
  "3": ["EChoice", "AnyLeaf", "RowLeaf", "TItem", "TA", "PutResponseHeaders", "PutMessage", "Derived"],
  "4": ["Derived2", "GetRequest", "RowB", "PutItem", "GetOperation", "leaf", "TItems"],
};
const ELEMENT_NAMES = ["a", "A", "b", "items", "leaf", "value", "any", "content"];
const LONG = Array.from({ length: 9 }, (_, index) => `<enumeration value="Value${index}"/>`).join("");
const ENUMERATION = `<simpleType><restriction base="string">${LONG}</restriction></simpleType>`;

/** Whether references to the first type lead to a copy of it, and another type has its name. */
const COPIED = ["", "", "", "copied"] as const;

/** @param changed decisions of its own, by their paths. */
export function randomContract(seed: number, changed: ReadonlyMap<string, number> = new Map()): RandomContract {
  const decisions = new Map<string, number>();
  const index = (path: string, count: number): number => {
    decisions.set(path, count);
    return changed.get(path) ?? hashed(seed, path, count);
  };
  const pick = <T>(path: string, options: readonly [T, ...T[]]): T =>
    options[index(path, options.length)] ?? options[0];
  /** One of several, the others of which are rare. */
  const rarely = (path: string, usual: string, ...rare: readonly string[]) =>
    pick(path, [usual, usual, usual, ...rare]);

  const nameOf = (slot: string) =>
    pick(`name${slot}`, TYPE_NAMES[slot as keyof typeof TYPE_NAMES] as unknown as [string, ...string[]]);
  const names = SLOTS.map(nameOf);
  const copied = pick("copied", COPIED);
  const referred = (name: string) => (copied !== "" && name === names[0] ? `${name}Copy` : name);
  const typeNames = names as [string, ...string[]];

  const typeOf = (path: string, depth: number): { attribute: string; inner: string } => {
    const kind = pick(`${path}.type`, [
      "string",
      "string",
      "int",
      "named",
      "named",
      "complex",
      "long",
      "list",
      "union",
    ]);
    switch (kind) {
      case "named":
        return { attribute: ` type="t:${referred(pick(`${path}.named`, typeNames))}"`, inner: "" };
      case "complex":
        return depth > 2
          ? { attribute: ' type="string"', inner: "" }
          : { attribute: "", inner: `<complexType>${contentOf(`${path}.complex`, depth + 1)}</complexType>` };
      case "long":
        return { attribute: "", inner: ENUMERATION };
      case "union":
        return { attribute: "", inner: '<simpleType><union memberTypes="t:wide int"/></simpleType>' };
      case "list":
        return { attribute: "", inner: `<simpleType><list>${ENUMERATION}</list></simpleType>` };
      default:
        return { attribute: ` type="${kind}"`, inner: "" };
    }
  };
  const occurrence = (path: string) =>
    pick(`${path}.occurs`, ["", "", ' minOccurs="0"', ' maxOccurs="9"', ' minOccurs="0" maxOccurs="unbounded"']);
  const elementOf = (path: string, depth: number): string => {
    const times = occurrence(path);
    if (index(`${path}.ref`, 8) === 0) {
      return `<element ref="t:e"${times}/>`;
    }
    const name = pick(`${path}.name`, ELEMENT_NAMES as [string, ...string[]]);
    const { attribute, inner } = typeOf(path, depth);
    const more = attribute === ' type="string"' ? rarely(`${path}.more`, "", ' nillable="true"', ' default="x"') : "";
    return `<element name="${name}"${attribute}${times}${more}>${inner}</element>`;
  };
  const groupOf = (path: string, depth: number): string => {
    const kind = pick(`${path}.kind`, ["sequence", "sequence", "choice"]);
    const count = index(`${path}.count`, 4);
    const children = ["x", "y", "z"].slice(0, count).map((child) => {
      const at = `${path}.${child}`;
      const what = index(`${at}.what`, 8);
      if (what === 0) {
        return `<any namespace="##other"${occurrence(at)}/>`;
      }
      return what < 4 && depth < 3 ? groupOf(at, depth + 1) : elementOf(at, depth);
    });
    return `<${kind}${occurrence(path)}>${children.join("")}</${kind}>`;
  };
  const contentOf = (path: string, depth: number): string => {
    const attributes = [
      ["a", "items", "id"],
      ["A", "content", "attributes"],
    ].map((all, attribute) => {
      const name = rarely(`${path}.attribute${attribute}`, "", ...all);
      return name === "" ? "" : `<attribute name="${name}" type="string"/>`;
    });
    return `${groupOf(path, depth)}${attributes.join("")}${rarely(`${path}.anyAttribute`, "", "<anyAttribute/>")}`;
  };
  const namedType = (name: string, path: string, bases: readonly string[]): string => {
    const flags = `${rarely(`${path}.mixed`, "", ' mixed="true"')}${rarely(`${path}.abstract`, "", ' abstract="true"')}`;
    const content = contentOf(path, 0);
    const base = pick(`${path}.base`, ["", "", ...bases]);
    const derived = `<complexContent><extension base="t:${referred(base)}">${content}</extension></complexContent>`;
    return `<complexType name="${name}"${flags}>${base === "" ? content : derived}</complexType>`;
  };
  const types = [
    namedType("T", "T", [names[0] ?? ""]),
    ...SLOTS.map((slot, position) =>
      position === 3 && index(`simple${slot}`, 3) === 0
        ? ENUMERATION.replace("<simpleType", `$& name="${names[position]}"`)
        : namedType(referred(names[position] ?? ""), `type${slot}`, names.slice(0, position)),
    ),
    ...(copied === "" ? [] : [namedType(names[0] ?? "", "copy", [])]),
  ];
  const anonymous = (name: string) => {
    const base = pick(`${name}.base`, ["", "", "T", ...names.slice(0, 3)]);
    const content = contentOf(name, 1);
    const derived = `<complexContent><extension base="t:${referred(base)}">${content}</extension></complexContent>`;
    return `<element name="${name}"><complexType>${base === "" ? content : derived}</complexType></element>`;
  };
  const more = [
    rarely("wide", "", ENUMERATION.replace("<simpleType", '<simpleType name="Wide"')),
    ENUMERATION.replace("<simpleType", '<simpleType name="wide"'),
    rarely("leaf", "", anonymous("leaf")),
    rarely("other", "", anonymous("b")),
  ];
  const elsewhere = rarely("elsewhere", "", "Row", "T", "TItem");
  const isRpc = index("rpc", 3) === 0;
  const use = isRpc && index("encoded", 2) === 0 ? "encoded" : "literal";
  const partOf = (path: string, name: string, element: string) =>
    isRpc
      ? `<part name="${name}" type="t:${referred(pick(`${path}.part`, ["T", ...names]))}"/>`
      : `<part name="${name}" element="t:${element}"/>`;
  const second = rarely("second", "", partOf("second", pick("second.name", ["b", "A"]), "e"));
  const header = rarely("header", "", '<soap:header message="t:Note" part="note" use="literal"/>');
  const header2 =
    header === "" ? "" : rarely("header2", "", '<soap:header message="t:Note" part="more" use="literal"/>');
  const fault = rarely("fault", "", '<fault name="Bad" message="t:Bad"/>');
  const faultBinding = fault === "" ? "" : '<fault name="Bad"><soap:fault name="Bad" use="literal"/></fault>';
  const body = `<soap:body use="${use}"${isRpc ? ' namespace="urn:t"' : ""}/>`;
  const get = rarely("get", "", "Get", "PutOperation", "put");
  const other = get === "" ? "" : `<operation name="${get}"><input message="t:PutIn"/></operation>`;
  const otherBinding =
    get === ""
      ? ""
      : `<operation name="${get}"><soap:operation soapAction="urn:t/${get}"/><input>${body}</input></operation>`;
  const put = rarely("put", "typed", "own");
  const order = rarely("order", "last", "first");
  const inOrder = (one: string, two: string) => (order === "last" ? one + two : two + one);
  const wsdl = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:t="urn:t" targetNamespace="urn:t">
  <types><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" elementFormDefault="qualified">
    ${put === "typed" ? '<element name="Put" type="t:T"/>' : `<element name="Put"><complexType>${contentOf("own", 0)}</complexType></element>`}
    <element name="PutResponse" type="t:T"/><element name="Note" type="string"/><element name="note" type="string"/>
    <element name="e" type="string"${rarely("e.abstract", "", ' abstract="true"')}/>
    ${["f", "F"].map((one) => rarely(`substitute.${one}`, "", `<element name="${one}" type="string" substitutionGroup="t:e"/>`)).join("")}
    ${[...more, ...types].join("\n    ")}
  </schema>${elsewhere === "" ? "" : `<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:other"><complexType name="${elsewhere}"/></schema>`}</types>
  <message name="PutIn">${partOf("in", "a", "Put")}${second}</message>
  <message name="PutOut">${partOf("out", "parameters", "PutResponse")}</message>
  <message name="Note"><part name="note" element="t:Note"/><part name="more" element="t:note"/></message>
  <message name="Bad"><part name="bad" element="t:Note"/></message>
  <portType name="P">${inOrder(`<operation name="Put"><input message="t:PutIn"/><output message="t:PutOut"/>${fault}</operation>`, other)}</portType>
  <binding name="B" type="t:P">
    <soap:binding style="${isRpc ? "rpc" : "document"}" transport="http://schemas.xmlsoap.org/soap/http"/>
    ${inOrder(`<operation name="Put"><soap:operation soapAction="urn:t/Put"/><input>${body}${header}${header2}</input><output>${body}</output>${faultBinding}</operation>`, otherBinding)}
  </binding>
  <service name="S"><port name="Port" binding="t:B"><soap:address location="http://localhost/"/></port></service>
</definitions>`;
  return { wsdl, decisions };
}

/** Another contract, in which a few decisions are others. */
export function changedContract(seed: number, change: number): RandomContract {
  const { decisions } = randomContract(seed);
  const paths = [...decisions.keys()];
  const changed = new Map<string, number>();
  for (let count = 0; count <= hashed(change, "how many", 3); count += 1) {
    const path = paths[hashed(change, `which ${count}`, paths.length)] ?? "";
    changed.set(path, hashed(change, `what ${count}`, decisions.get(path) ?? 1));
  }
  if (hashed(change, "is copied", 4) === 0) {
    changed.set("copied", COPIED.length - 1);
  }
  return randomContract(seed, changed);
}
