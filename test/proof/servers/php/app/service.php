<?php
// The operations of the three contracts. PHP gives an operation of document style one object with all members, and one of
// rpc style its parameters.

class Animal { public $name; }
class Dog extends Animal { public $tricks; }

/** What PHP read, as JSON: members that came, nulls that came, numbers as they are. */
function describe($values): string
{
    $copy = clone $values;
    $copy->data = bin2hex($copy->data);
    return json_encode($copy, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION);
}

function divide(int $dividend, int $divisor): int
{
    if ($divisor === 0) {
        $division = ['dividend' => $dividend, 'hint' => 'not by <0> & co'];
        throw new SoapFault('Client', 'division by zero', 'urn:actor', $division, 'Division');
    }
    if ($divisor === 13) {
        throw new SoapFault('Server', 'no 13 & no <13>');
    }
    if ($divisor === 14) {
        throw new RuntimeException('not for clients');
    }
    return intdiv($dividend, $divisor);
}

class RpcService
{
    function EchoValues($value) { return $value; }
    function DescribeValues($value) { return describe($value); }
    function EchoLists($value) { return $value; }
    function EchoAnimal($value) { return $value; }
    function EchoMatrix($value) { return $value; }
    function EchoZoo($value) { return $value; }
    function Divide($dividend, $divisor) { return divide($dividend, $divisor); }
    function Split($text) { [$head, $tail] = explode(' ', $text, 2); return ['head' => $head, 'tail' => $tail]; }
    function Twins($value) { return ['one' => $value, 'other' => $value]; }
}

class DocumentService
{
    private $user = 'stranger';

    function Session($name)
    {
        $this->user = $name;
        global $server;
        $server->addSoapHeader(new SoapHeader('urn:php', 'Session', strrev($name)));
    }

    function EchoValues($request) { return ['value' => $request->value]; }
    function DescribeValues($request) { return ['description' => describe($request->value)]; }
    function EchoLists($request) { return ['value' => $request->value]; }
    function EchoAnimal($request) { return ['value' => $request->value]; }
    function Divide($request) { return ['quotient' => divide($request->dividend, $request->divisor)]; }
    function Greet() { return ['greeting' => "Hello, $this->user"]; }
    function Notify($request) { }
}

function serve(string $wsdl, string $class): void
{
    global $server;
    $server = new SoapServer(__DIR__ . "/$wsdl", [
        'cache_wsdl' => WSDL_CACHE_NONE,
        'classmap' => ['Animal' => 'Animal', 'Dog' => 'Dog'],
        'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
    ]);
    $server->setClass($class);
    $server->handle();
}
