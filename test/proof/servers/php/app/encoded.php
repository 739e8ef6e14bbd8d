<?php
require 'service.php';
serve('encoded.wsdl', RpcService::class);
