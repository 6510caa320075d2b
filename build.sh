#!/bin/sh
# Runs build.ps1: with pwsh, or, where there is none, with the PowerShell engine from NuGet (tests/Host).
set -e
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
if ! command -v dotnet >/dev/null 2>&1; then
    echo 'build: the .NET SDK 10 is needed, and there is no dotnet on the path' >&2
    exit 1
fi
if command -v pwsh >/dev/null 2>&1; then
    exec pwsh -NoProfile -File build.ps1 "$@"
fi
if ! log=$(dotnet build tests/Host/Host.csproj --configuration Release --verbosity quiet 2>&1); then
    echo "$log" >&2
    exit 1
fi
exec dotnet tests/Host/bin/Release/net10.0/DockerPS.Host.dll -File build.ps1 "$@"
