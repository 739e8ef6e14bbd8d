"""Says of answers whether they confirm a deletion, or give a ticket, and of documents what they consist of: by expat, and
by nothing of this package.

One line of JSON for each: {"body": base64, "encoding", "contentType", "operation", "version"} or {"document": "…"}
The answer: {"confirms": true, "ticket": "…"}, {"confirms": false, "why": "…"}, or {"tree": …} or {"why": "…"}
"""
import base64
import codecs
import gzip
import json
import re
import sys
import zlib
from xml.parsers import expat

ENVELOPES = {
    "1.1": "http://schemas.xmlsoap.org/soap/envelope/",
    "1.2": "http://www.w3.org/2003/05/soap-envelope",
}
TNS = "http://tempuri.org/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"
STANDARDS = {
    (XSI, "type"),
    (XSI, "schemaLocation"),
    (XSI, "noNamespaceSchemaLocation"),
    (XML, "lang"),
    (XML, "space"),
    (XML, "base"),
    (XML, "id"),
    (ENVELOPES["1.1"], "encodingStyle"),
    (ENVELOPES["1.1"], "mustUnderstand"),
    (ENVELOPES["1.1"], "actor"),
    (ENVELOPES["1.2"], "encodingStyle"),
    (ENVELOPES["1.2"], "mustUnderstand"),
    (ENVELOPES["1.2"], "role"),
    (ENVELOPES["1.2"], "relay"),
}
BLANK = " \t\r\n"
# No character of XML.
SEPARATOR = "\x01"


class No(Exception):
    """The answer is no confirmation, and why."""


class Element:
    def __init__(self, name, attributes):
        self.namespace, _, self.name = name.rpartition(SEPARATOR)
        self.attributes = [(*key.rpartition(SEPARATOR)[::2], value) for key, value in attributes]
        self.children = []
        self.text = ""
        # Elements and runs of text, in order.
        self.nodes = []


def parse(data):
    # Expat would take them for UTF-16.
    need(b"\0" not in data, "a zero")
    root = Element("", [])
    open_elements = [root]
    parser = expat.ParserCreate("utf-8", SEPARATOR)
    parser.ordered_attributes = True

    def start(name, flat):
        element = Element(name, list(zip(flat[::2], flat[1::2])))
        open_elements[-1].children.append(element)
        open_elements[-1].nodes.append(element)
        open_elements.append(element)

    def text(data):
        parent = open_elements[-1]
        parent.text += data
        if parent.nodes and isinstance(parent.nodes[-1], str):
            parent.nodes[-1] += data
        else:
            parent.nodes.append(data)

    def doctype(*_):
        raise No("a document type")

    def declaration(version, *_):
        if version != "1.0":
            raise No("not XML 1.0")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: open_elements.pop()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declaration
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise No(f"not XML: {error}")
    return root.children[0]


def plain(body, encoding):
    try:
        return {
            "": lambda: body,
            "gzip": lambda: gzip.decompress(body),
            "deflate": lambda: zlib.decompress(body),
        }[encoding]()
    except (OSError, EOFError, zlib.error) as error:
        raise No(f"not {encoding}: {error}")


DECLARATION = re.compile(rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']")
# What names may begin with, and what else may be in them, beyond ASCII (XML 1.0, fifth edition, §2.3). To expat, which has them as they
# were before that edition, all are written as one of either.
NAME_STARTS = re.compile(
    "[\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)
NAME_PARTS = re.compile("[\u0300-\u036f\u203f\u2040]")


def with_names_of_expat(text):
    return NAME_PARTS.sub("\u0300", NAME_STARTS.sub("\xe9", text)).encode("utf-8", "surrogatepass")


codecs.register_error("undefined", lambda error: (chr(error.object[error.start]), error.start + 1))


def encoding_of(body, content_type):
    """By the mark, else by the Content-Type, else by the zeros of UTF-16, else by the XML declaration (RFC 7303 §3)."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return encoding
    charset = re.search(r';\s*charset\s*=\s*"?([^\s";]+)', content_type, re.I)
    if charset:
        return charset[1]
    for zeros, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if body.startswith(zeros):
            return encoding
    declared = DECLARATION.match(body)
    # What is legible as ASCII is not UTF-16, whatever it declares: .NET writes so.
    return "utf-8" if not declared or declared[1].lower().startswith(b"utf-16") else declared[1].decode()


def read(body, content_type):
    try:
        encoding = encoding_of(body, content_type)
        # As the Encoding Standard has it, which browsers and Node.js follow: ISO 8859-1 is windows-1252.
        is_latin1 = encoding.lower() in ("iso-8859-1", "latin1")
        text = body.decode("cp1252", "undefined") if is_latin1 else body.decode(encoding)
    except (UnicodeError, LookupError) as error:
        raise No(str(error))
    return parse(with_names_of_expat(text))


def need(condition, why):
    if not condition:
        raise No(why)


def is_blank(element):
    return element.text.strip(BLANK) == ""


def standard_only(element):
    return all(
        (namespace, name) in STANDARDS or (namespace, name) == (XSI, "nil") and value.strip(BLANK) in ("false", "0")
        for namespace, name, value in element.attributes
    )


def own(element, known):
    """The attributes, all of which must be known; errorCode in any case."""
    attributes = {}
    for namespace, name, value in element.attributes:
        name = "errorCode" if name.lower() == "errorcode" else name
        need(namespace == "" and name in known, f"an attribute {name}")
        need(name != "errorCode" or value in ("", "0"), "a number")
        attributes[name] = value
    return attributes


def confirmed(element):
    need(element.namespace in ("", TNS) and element.name.lower() in ("logitem", "item"), f"an element {element.name}")
    values = own(element, ("path", "name", "status", "message", "success", "error"))
    need(values.get("error", "") == "" and values.get("message", "") == "", "a failed item")
    success, status = values.get("success", "").lower(), values.get("status", "").lower()
    need(success in ("", "true") and status in ("", "success") and success + status != "", "an item without success")
    need(is_blank(element) and not element.children, "an item with content")


def answer_in(root, operation, version):
    soap = ENVELOPES[version]
    need((root.namespace, root.name) == (soap, "Envelope") and is_blank(root), "no envelope")
    parts = [(part.namespace, part.name) for part in root.children]
    need(parts in ([(soap, "Body")], [(soap, "Header"), (soap, "Body")]), "no Body alone")
    body = root.children[-1]
    need(is_blank(body) and len(body.children) == 1, "no single response")
    element = body.children[0]
    for name in (f"{operation}Response", f"{operation}Result"):
        need((element.namespace, element.name) == (TNS, name), f"no {name}")
        need(is_blank(element) and standard_only(element), f"{name} with text or attributes")
        need(len(element.children) == 1, f"not one element in {name}")
        element = element.children[0]
    return element


def judge(question):
    body = plain(base64.b64decode(question["body"]), question["encoding"])
    root = read(body, question["contentType"])
    answer = answer_in(root, question["operation"], question["version"])
    plain_attributes = {name: value for namespace, name, value in answer.attributes if namespace == ""}
    need(plain_attributes.get("success", "").lower() == "true", "no success")
    need(plain_attributes.get("error", "") == "", "an error")
    need(all(value in ("", "0") for name, value in plain_attributes.items() if name.lower() == "errorcode"), "a number")
    if question["operation"] == "AuthenticateUser":
        return {"confirms": True, "ticket": plain_attributes.get("ticket", "")}
    own(answer, ("success", "error", "errorCode"))
    need(answer.name in ("response", "Response", "root") and answer.namespace in ("", TNS), "a strange root")
    need(is_blank(answer), "text in the answer")
    for child in answer.children:
        confirmed(child)
    return {"confirms": True, "ticket": ""}


def tree_of(element):
    nodes = [node if isinstance(node, str) else tree_of(node) for node in element.nodes]
    return [element.namespace, element.name, sorted(element.attributes), nodes]


def describe(text):
    if text.startswith("\ufeff"):
        # Expat would take it for a byte order mark. That has gone when the bytes became text.
        return {"why": "text before the root element"}
    try:
        return {"tree": tree_of(parse(text.encode("utf-8", "surrogatepass")))}
    except No as no:
        try:
            parse(with_names_of_expat(text))
        except No:
            raise no
        return {"why": "a name of the fifth edition"}


for line in sys.stdin:
    try:
        question = json.loads(line)
        verdict = describe(question["document"]) if "document" in question else judge(question)
    except No as no:
        verdict = {"confirms": False, "why": str(no)}
    except RecursionError:
        verdict = {"confirms": False, "why": "too deep"}
    print(json.dumps(verdict), flush=True)
