<?php
require 'service.php';
serve('document.wsdl', DocumentService::class);
