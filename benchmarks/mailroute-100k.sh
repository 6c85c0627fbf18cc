#!/usr/bin/env bash
# What a first load over MailRoute's API takes: 100,000 made-up users with three aliases each into a fake of the service, over HTTP on the loopback interface, at 16 connections, while 1 % of
# the requests fail in random ways; then a sync that finds nothing to do. Client and fake share the machine, so the rate is a lower bound of what the client can do.
#
#   benchmarks/mailroute-100k.sh [USERS [PERCENT-OF-FAILURES [MILLISECONDS-OF-LATENCY]]]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
project=benchmarks/LdapSync.Benchmarks.MailRoute
dotnet build "$project" -c Release -v quiet --nologo >/dev/null
echo "$(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1); .NET $(dotnet --version); $(git rev-parse --short HEAD); $(date +%F)"
/usr/bin/time -f "%e s wall, %U s user, %S s system, %M kB peak, client and fake together" dotnet "$project/bin/Release/net10.0/$(basename "$project").dll" "$@"
