<?php
require 'service.php';
serve('rpc.wsdl', RpcService::class);
