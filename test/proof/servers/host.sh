#!/bin/bash
# Runs a server in a folder until standard input ends or the server does. Then neither the server is left, nor the folder.
# Standard input is a pipe from the tests: it ends with their process, however that ends.
#
# usage: host.sh FOLDER COMMAND…
set -u
folder=$1
shift
cd "$folder" || exit 1
trap '' HUP INT
trap 'kill $(jobs -p) 2>/dev/null; wait; rm -rf "$folder"' EXIT

exec 3<&0
cat <&3 >/dev/null &
"$@" </dev/null &
wait -n
