import { memberTags, textsInElements } from "../../../src/soap/secrets/texts-in-elements.js";
import { atOnce } from "../../../src/soap/xml/slices.js";
import { pausesOf } from "../../support/pauses.js";

const tags = memberTags("ticket|pwd");
const textsIn = (text: string, isCut = false): readonly string[] => atOnce(textsInElements(tags, text, isCut));

/** Elements that refer to each other, each in front of the one that refers to it. */
const chain = (length: number): string =>
  Array.from(
    { length },
    (_, index) => `<m id="${length - index}">${length - index}<b href="#${length - index + 1}"/></m>`,
  ).join("");

describe("the texts of elements are", () => {
  test.each<[what: string, text: string, want: string[]]>([
    ["none without such an element", "a <b>c</b> d", []],
    ["none without a tag", "ticket", []],
    ["that between its tags", "a<ticket>bc</ticket>d", ["bc"]],
    ["not a tag that is cut", "<ticket>a<b", ["a"]],
    ["that behind a tag with angle brackets in its values", `<ticket b="1>2" c='>'>a</ticket>`, ["a"]],
    ["that behind a tag with a quotation mark too many", `<ticket b="1>a</ticket>"c`, ["a"]],
    ["that behind a tag with another quotation mark too many", "<ticket b='1>a</ticket>'c", ["a"]],
    ["that behind a tag with quotation marks in others", `<ticket b="it's" c='"'>a</ticket>`, ["a"]],
    ["not that within a tag with an angle bracket", `<b c="1>2"><ticket d='3>4'/>a<b/><pwd>e</pwd>`, ["e"]],
    ["that behind a tag of many megabytes", `<ticket ${"b ".repeat(16e6)}>a</ticket>`, ["a"]],
    ["that behind a tag with any characters", "<ticket b='?!'>a</ticket>", ["a"]],
    ["not blank ones", "<ticket> \n</ticket>", []],
    ["not that behind one without content", "<ticket/>a<ticket b='c'/>d", []],
    ["parts, and the whole", "<ticket>a<![CDATA[<b>]]>c</ticket>", ["a", "<b>", "c", "a<b>c"]],
    ["those of each element", "<ticket>a</ticket>b<pwd>c</pwd>d", ["a", "c"]],
    ["not comments and instructions", "<ticket>a<!-- <b> -->c<?d e?>f</ticket>", ["a", "c", "f", "acf"]],
    ["that of CDATA without end", "<ticket><![CDATA[a <b>", ["a <b>"]],
    ["those of elements in CDATA", "<b><![CDATA[<c><ticket>d</ticket></c>]]></b>", ["d"]],
    [
      "those of each element in CDATA",
      "<![CDATA[<pwd>a</pwd>]]><ticket>b</ticket><![CDATA[<pwd>c</pwd>]]>",
      ["b", "a", "c"],
    ],
    ["those in CDATA of two parts", "<b><![CDATA[<ticket>a]]]]><![CDATA[>b</ticket>]]></b>", ["a]]>b"]],
    ["not what stands in CDATA around a comment", "<![CDATA[<ticket>]]><!-- <b> --><![CDATA[<c/>a</ticket>]]>", []],
    ["not what stands in a comment and CDATA behind it", "<!--<ticket><b>--><![CDATA[a</b></ticket>]]>", []],
    ["not what stands in CDATA around a tag", "<![CDATA[<ticket><c>]]><b/><![CDATA[a</c></ticket>]]>", []],
    ["those in CDATA without end", "<b><![CDATA[\n<ticket>a</ticket>", ["a"]],
    ["those in a comment", "<!--\n<ticket>a</ticket> --> <pwd>b</pwd>", ["b", "a"]],
    ["those in a comment without end", "<ticket>a<!-- </ticket> <pwd>b</pwd>", ["a", "b"]],
    ["those in a comment in CDATA", "<![CDATA[<!-- <ticket>a</ticket> -->]]>", ["a"]],
    ["not those deeper", "<!-- <![CDATA[<!-- <ticket>a</ticket> ", []],
    ["not what is closed elsewhere", "<![CDATA[<ticket><b>a</b>]]><!-- </ticket> --></ticket>", []],
    ["that behind a tag without end", "<b ticket <ticket>a", ["a"]],
    ["those of descendants", "<ticket>a<b>c</b>d<e/>f</ticket>g", ["a", "c", "d", "f"]],
    ["those of one in capitals, with a prefix", "<P:Ticket>a<b>c</b></p:TICKET>d", ["a", "c"]],
    ["those behind the end of others, whose names begin alike", "<ticket>a<b/>c</toy>d</ticket>", ["a", "c", "d"]],
    ["those behind a tag without a name", "<ticket>a<>b</>c</ticket>", ["a", "b", "c"]],
    ["those behind a tag that opens none", "<ticket>a</b>c</ticket>", ["a", "c"]],
    ["only the first one where it is not closed", "<ticket>a<b>c</b>", ["a"]],
    ["the first one alone, whatever ends", "<ticket></b>a<b>c</b>", []],
    ["of one that begins in another twice", "<ticket>a<ticket>b<c>d</c></ticket>e</ticket>f", ["a", "b", "d", "e"]],
    ["of the inner one where the outer one is not closed", "<ticket>a<b>c</b><pwd>d<e>f</e></pwd>g", ["a", "d", "f"]],
    [
      "of the outer one where the inner one is not closed",
      "<ticket>a<b>c</b><pwd>d<e>f</e></ticket>g",
      ["a", "d", "c", "f"],
    ],
    [
      "of one behind an inner one that was not closed",
      "<ticket><pwd></ticket>a</pwd>b<pwd>c<d>e</d></pwd>",
      ["c", "e"],
    ],
    ["of one behind an outer one that was not closed", "<pwd><ticket></ticket>a<ticket>b<c>d</c></ticket>", ["b", "d"]],
    ["those of what it refers to", '<ticket href="#1"/><m id="1">a<b>c</b></m>d', ["a", "c"]],
    ["those of what its descendants refer to", '<ticket><b href="#1"/></ticket><m id="1">a</m>', ["a"]],
    ["not of what others refer to", '<b href="#1"/><ticket/><b href="#1"></b><m id="1">a</m>', []],
    ["not of what is referred to before", '<b href="#1"/><ticket>a</ticket><m id="1">b</m>', ["a"]],
    ["not of what is referred to afterwards", '<ticket>a</ticket><b href="#1"/><m id="1">b</m>', ["a"]],
    ["not of what is referred to where it is not closed", '<ticket><b href="#1"/><m id="1">a</m>', []],
    [
      "of what the inner one refers to where the outer one is not closed",
      '<ticket><b href="#1"/><pwd><b href="#2"/></pwd><m id="1">a</m><m id="2">b</m>',
      ["b"],
    ],
    ["in single quotes, between blanks", "<ticket\nhref\t=\n'#1'/><m\nid\t=\n'1'>a</m>", ["a"]],
    [
      "of SOAP 1.2, with prefixes",
      '<ticket enc:ref="1"/><ticket r:ref="#2"/><m enc:id="1">a</m><m id="2">b</m>',
      ["a", "b"],
    ],
    ["not of other attributes", '<ticket xhref="#1" ref="1" a="#1"/><m id="1">a</m>', []],
    ["not of what has an id that begins alike", '<ticket href="#12"/><m id="13">a</m><m id="1">b</m>', []],
    ["not of what has a longer id", '<ticket href="#1"/><m id="13">a</m>', []],
    ["not of what has another id", '<ticket href="#1"/><m xid="1">a</m><m id="2">b</m><m>c</m><m id="">d</m>', []],
    ["with one of its name in it", '<ticket href="#1"/><m id="1"><m>a</m>b<M/>c</m>d', ["a", "b", "c"]],
    ["not what is like it but elsewhere", '<ticket href="#1"/><m>a</m><m id="1">b</m><m>c</m>', ["b"]],
    ["of three that are referred to in front, one after another", `${chain(3)}<ticket href="#1"/>`, ["3", "2", "1"]],
    ["not of more", `${chain(4)}<ticket href="#1"/>`, ["3", "2", "1"]],
  ])("%s", (_what, text, want) => {
    expect(textsIn(text)).toEqual(want);
  });

  test.each<[what: string, text: string, want: string[]]>([
    ["all where it is not closed", "<ticket>a<b>c</b>d", ["a", "c", "d"]],
    ["not those behind it where it is closed", "<ticket>a</ticket>b", ["a"]],
    ["none where there is no such element", "<b>a", []],
    ["all in CDATA where it is not closed", "<![CDATA[<ticket><b>a", ["a"]],
  ])("in a message that is cut, %s", (_what, text, want) => {
    expect(textsIn(text, true)).toEqual(want);
  });
});

describe("the search for texts pauses", () => {
  const [tag, comment, data] = ["<b/>", "<!--a-->", "<![CDATA[a]]>"];
  const inMember = (content: string): string => `<ticket>${content}</ticket>`;

  test.each<[when: string, text: string, pauses: number]>([
    ["not where an element and its end are 255 steps", inMember(tag.repeat(252)), 0],
    ["where they are 256 steps", inMember(tag.repeat(253)), 1],
    ["after each 256 tags of an element", inMember(tag.repeat(1_000)), 3],
    ["after each 256 tags and texts of an element", inMember(`${tag}a`.repeat(1_000)), 7],
    ["not for the tags of others", `${tag.repeat(1_000)}${inMember("a")}${tag.repeat(1_000)}`, 0],
    ["for all tags twice where an element refers to others", `<ticket href="#1"/>${tag.repeat(1_000)}`, 7],
    ["not again where only others refer to some", `${inMember(tag.repeat(1_000))}<b href="#1"/>`, 3],
    ["not for 63 comments, each passed over, taken out, begun as a message and read", comment.repeat(63), 0],
    ["for 64 comments", comment.repeat(64), 1],
    ["after each 64 comments", comment.repeat(1_000), 15],
    ["after each 128 sections of CDATA, which are one message", data.repeat(1_000), 7],
  ])("%s", (_when, text, pauses) => {
    expect(pausesOf(textsInElements(tags, text, false))).toBe(pauses);
  });
});
