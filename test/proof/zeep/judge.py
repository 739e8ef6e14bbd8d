"""Reads and writes messages of a WSDL with zeep.

Each line of the input is a question in JSON, each line of the output its answer:

    {"wsdl": path, "messages": [{"portType": …, "operation": …, "direction": …, "header": xml, "body": xml}]}
    {"answers": [{"fields": [[path, text]], "envelope": xml, "error": why it was not read, or not written}]}

Or, where the WSDL could not be read, {"error": why}.

A field is what stands at a place of a message; its path is made of the names in the XML.
"""

import datetime
import decimal
import json
import logging
import sys
from urllib.parse import urlparse

import isodate
import zeep
from lxml import etree
from zeep.wsdl.bindings import Soap11Binding, Soap12Binding
from zeep.xsd import AnyObject, ComplexType, CompoundValue, Element, Group, Nil
from zeep.xsd.elements.indicators import Indicator


def main():
    # What zeep logs is in its values: a text that it cannot read is None.
    logging.disable(logging.CRITICAL)
    for line in sys.stdin:
        print(json.dumps(answer_to(json.loads(line))), flush=True)


def answer_to(question):
    try:
        client = zeep.Client(question["wsdl"], transport=LocalFiles())
        return {"answers": [judge(client, message) for message in question["messages"]]}
    except Exception as error:
        return {"error": in_words(error)}


def in_words(error):
    return f"{type(error).__name__}: {error}"


class LocalFiles(zeep.Transport):
    """Keeps zeep from the network."""

    def load(self, url):
        if urlparse(url).scheme not in ("", "file"):
            raise ValueError(f"{url} is not a local file")
        return super().load(url)


def judge(client, question):
    answer = {}
    try:
        message = message_of(client, question)
        headers, body = read(client, message, question)
        answer["fields"] = fields_of(client.wsdl.types, message, headers, body)
        answer["envelope"] = write(client, message, headers, body)
    except Exception as error:
        answer["error"] = in_words(error)
    return answer


def message_of(client, question):
    for service in client.wsdl.services.values():
        for port in service.ports.values():
            binding = port.binding
            is_soap = isinstance(binding, (Soap11Binding, Soap12Binding))
            if is_soap and binding.port_type.name.localname == question["portType"]:
                operation = binding.get(question["operation"])
                return operation.input if question["direction"] == "request" else operation.output
    raise LookupError(f"no SOAP port of {question['portType']}")


def read(client, message, question):
    envelope = etree.fromstring(
        f'<e:Envelope xmlns:e="{message.nsmap["soap-env"]}">'
        f'<e:Header>{question["header"]}</e:Header><e:Body>{question["body"]}</e:Body></e:Envelope>'
    )
    header, body = envelope
    content = body if message._is_body_wrapped else body[0]
    schema = client.wsdl.types
    return message.header.parse(header, schema), message.body.parse(content, schema)


def write(client, message, headers, body):
    """The message as zeep makes it for those who call the operation."""
    schema = client.wsdl.types
    restore(schema, headers)
    restore(schema, body)
    named = headers.__values__ if headers else None
    if isinstance(message.body.type, ComplexType):
        arguments = body.__values__ if body else {}
        serialized = message.serialize(_soapheaders=named, **arguments)
    else:
        serialized = message.serialize(body or "", _soapheaders=named)
    return etree.tostring(serialized.content, encoding="unicode")


def restore(schema, value):
    """Makes of a value that zeep has read one that zeep can write.

    What was empty or nil has become None, and what stood for a wildcard has lost its name.
    """
    if not isinstance(value, CompoundValue):
        return
    for values, name, place in places(value):
        found = values[name]
        is_many = place.accepts_multiple and isinstance(found, list)
        if found is not None or not place.is_optional:
            items = [restored(schema, place, item) for item in (found if is_many else [found])]
            values[name] = items if is_many else items[0]


def restored(schema, place, item):
    if isinstance(place, Element) and is_hollow(place, item):
        return emptiness(place)
    restore(schema, item)
    is_wildcard = not isinstance(place, Element) and isinstance(item, CompoundValue)
    return AnyObject(element_of(schema, item), item) if is_wildcard else item


def is_hollow(element, value):
    """Whether there was nothing in it; a nil element of a complex type is read as one without content."""
    if element.nillable and isinstance(value, CompoundValue):
        return all(item is None or item == [] for item in value.__values__.values())
    return value is None


def emptiness(element):
    if element.nillable:
        return Nil
    return element.type() if isinstance(element.type, ComplexType) else ""


def element_of(schema, value):
    """The global element that a value stands for, where a wildcard takes any."""
    return next(element for element in schema.elements if getattr(element, "type", None) is value._xsd_type)


def places(value):
    """Where the elements of a value are: in the value itself, or in the dicts that stand for repeated groups in it."""
    for name, container in value._xsd_type.elements_nested:
        yield from places_in(container, name, value)


def places_in(container, name, values):
    if not isinstance(container, Indicator):
        if name in values:
            yield values, name, container
        return
    repeated = (values[name] if name in values else None) or []
    for item in repeated if container.accepts_multiple else [values]:
        if isinstance(container, Group):
            yield from places_in(container.child, "_value_1", item)
        else:
            for nested, child in container.elements_nested:
                yield from places_in(child, nested, item)


def fields_of(schema, message, headers, body):
    fields = []

    def add(path, value, type):
        if value is None:
            return
        if isinstance(value, etree._Element):
            add_xml(path, value)
        elif isinstance(value, CompoundValue):
            fields.append([path, "{}"])
            if value._xsd_type is not type:
                fields.append([f"{path}/@xsi:type", value._xsd_type.qname.text])
            add_attributes(path, value)
            add_children(path, value)
        else:
            fields.append([path, text_of(value)])

    def add_attributes(path, value):
        for name, attribute in value._xsd_type.attributes:
            found = value[name]
            if attribute.name is None:
                for qname, text in (found or {}).items():
                    fields.append([f"{path}/@{etree.QName(qname).localname}", text])
            elif found is not None:
                fields.append([f"{path}/@{attribute.name}", text_of(found)])

    def add_children(path, value):
        numbered = numbering()
        for values, name, place in places(value):
            found = values[name]
            if found is None:
                continue
            if value._xsd_type.elements_nested[0][1] is place:
                add(f"{path}/text()", found, place.type)
                continue
            for item in found if place.accepts_multiple and isinstance(found, list) else [found]:
                if isinstance(place, Element):
                    add(f"{path}/{numbered(place.name)}", item, place.type)
                elif isinstance(item, etree._Element):
                    add_xml(f"{path}/{numbered(etree.QName(item).localname)}", item)
                else:
                    element = element_of(schema, item)
                    add(f"{path}/{numbered(element.name)}", item, element.type)

    def add_xml(path, element):
        fields.append([path, element.text or "{}"])
        for qname, text in element.attrib.items():
            fields.append([f"{path}/@{etree.QName(qname).localname}", text])
        numbered = numbering()
        for child in element:
            add_xml(f"{path}/{numbered(etree.QName(child).localname)}", child)

    if headers is not None:
        add_children("Header", headers)
    if body is not None:
        add(message.body.name, body, message.body.type)
    return fields


def numbering():
    """Names made unique among siblings: name, name[2], name[3] …"""
    counts = {}

    def numbered(name):
        counts[name] = counts.get(name, 0) + 1
        return name if counts[name] == 1 else f"{name}[{counts[name]}]"

    return numbered


def text_of(value):
    if isinstance(value, list):
        return " ".join(text_of(item) for item in value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (datetime.timedelta, isodate.Duration)):
        return isodate.duration_isoformat(value)
    return str(value)


if __name__ == "__main__":
    main()
