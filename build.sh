#!/bin/sh
# Runs build.ps1 with the pwsh on the path if it is 7.4 or later, or else with the one in .config/dotnet-tools.json, which comes from NuGet.
set -e
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 POWERSHELL_TELEMETRY_OPTOUT=1
if ! command -v dotnet >/dev/null 2>&1; then
    echo 'build: the .NET SDK 10 is needed, and there is no dotnet on the path' >&2
    exit 1
fi
if command -v pwsh >/dev/null 2>&1 && pwsh -NoProfile -Command 'exit [int]($PSVersionTable.PSVersion -lt [version]"7.4")'; then
    exec pwsh -NoProfile -File build.ps1 "$@"
fi
if ! log=$(dotnet tool restore 2>&1); then
    echo "$log" >&2
    exit 1
fi
exec dotnet tool run pwsh -- -NoProfile -File build.ps1 "$@"
