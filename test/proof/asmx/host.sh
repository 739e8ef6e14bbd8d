#!/bin/bash
# Serves the folder's `app` over HTTP at 127.0.0.1:PORT, with nginx before Mono's FastCGI server, until standard input
# ends or one of the two does. Then neither is left, nor the folder. Standard input is a pipe from the tests: it ends
# with their process, however that ends.
#
# usage: host.sh FOLDER PORT
set -u
PATH=$PATH:/usr/sbin
folder=$1
port=$2
cd "$folder" || exit 1
trap '' HUP INT
trap 'kill $(jobs -p) 2>/dev/null; wait; rm -rf "$folder"' EXIT

mkdir -p app/bin home tmp
mcs -nologo -target:library -out:app/bin/Srv.dll \
  -r:System.Data,System.IO.Compression,System.Web,System.Web.Extensions,System.Web.Services,System.Xml app/*.cs || exit 1

cat >nginx.conf <<CONFIGURATION
daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_max_body_size 64m;
  client_body_temp_path tmp;
  fastcgi_temp_path tmp;
  proxy_temp_path tmp;
  scgi_temp_path tmp;
  uwsgi_temp_path tmp;
  server {
    listen 127.0.0.1:$port;
    root $folder/app;
    location / {
      fastcgi_pass unix:$folder/mono.sock;
      fastcgi_split_path_info ^(.+\.asmx)(/.*)\$;
      fastcgi_param CONTENT_LENGTH \$content_length;
      fastcgi_param CONTENT_TYPE \$content_type;
      fastcgi_param PATH_INFO \$fastcgi_path_info;
      fastcgi_param QUERY_STRING \$query_string;
      fastcgi_param REQUEST_METHOD \$request_method;
      fastcgi_param REQUEST_URI \$request_uri;
      fastcgi_param SCRIPT_FILENAME \$document_root\$fastcgi_script_name;
      fastcgi_param SCRIPT_NAME \$fastcgi_script_name;
      fastcgi_param SERVER_NAME 127.0.0.1;
      fastcgi_param SERVER_PORT $port;
      fastcgi_param SERVER_PROTOCOL \$server_protocol;
    }
  }
}
CONFIGURATION

exec 3<&0
cat <&3 >/dev/null &
nginx -p "$folder" -c "$folder/nginx.conf" -e stderr </dev/null &
HOME=$folder/home TMPDIR=$folder/tmp fastcgi-mono-server4 \
  "/applications=/:$folder/app" "/socket=unix:$folder/mono.sock" </dev/null &
wait -n
