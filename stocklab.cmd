@echo off
rem StockLab's one command on Windows: finds the .NET SDK, chooses a torch back end, finds out which optional packages restore, builds what has changed, and hands over to src\StockLab.Cli.
setlocal
set "STOCKLAB_ROOT=%~dp0"
if "%STOCKLAB_ROOT:~-1%"=="\" set "STOCKLAB_ROOT=%STOCKLAB_ROOT:~0,-1%"
set "DOTNET_NOLOGO=1"
set "DOTNET_CLI_TELEMETRY_OPTOUT=1"
where dotnet >nul 2>nul
if errorlevel 1 (
    echo stocklab: no .NET SDK found. Install it with:  winget install Microsoft.DotNet.SDK.10 1>&2
    exit /b 1
)
set "ARTIFACTS=%STOCKLAB_ROOT%\artifacts"
if not exist "%ARTIFACTS%" mkdir "%ARTIFACTS%"

findstr /c:"<Ecosystem" "%ARTIFACTS%\setup.props" >nul 2>nul
if errorlevel 1 call :choose
if errorlevel 1 exit /b 1
rem From here on what is remembered counts: MSBuild would take these variables for its properties.
set "TorchBackend="
set "Ecosystem="

set "PROJECT=src\StockLab.Cli"
set "STAMP=%ARTIFACTS%\cli.built"
rem With the packages of the ecosystem the lessons load StockLab.Interop too.
findstr /c:">true</Ecosystem" "%ARTIFACTS%\setup.props" >nul 2>nul
if not errorlevel 1 (
    set "PROJECT=Notebooks.sln"
    set "STAMP=%ARTIFACTS%\all.built"
)
if "%~1"=="test" (
    set "PROJECT=Notebooks.sln"
    set "STAMP=%ARTIFACTS%\all.built"
)
if "%~1"=="bench" (
    set "PROJECT=Notebooks.sln"
    set "STAMP=%ARTIFACTS%\all.built"
)
rem Newer sources than the last build? PowerShell answers 1, also where there was no build.
powershell -NoProfile -Command "$s = Get-Item -ErrorAction SilentlyContinue $env:STAMP; if (-not $s) { exit 1 }; $f = Get-ChildItem -Recurse -File \"$env:STOCKLAB_ROOT\src\", \"$env:STOCKLAB_ROOT\tests\", \"$env:STOCKLAB_ROOT\Directory.*\" | Where-Object LastWriteTimeUtc -gt $s.LastWriteTimeUtc | Select-Object -First 1; if ($f) { exit 1 }; exit 0"
if errorlevel 1 (
    echo stocklab: building %PROJECT% ... 1>&2
    rem The time before the build: a file that is saved meanwhile is built at the next start.
    type nul > "%STAMP%.new"
    dotnet build "%STOCKLAB_ROOT%\%PROJECT%" -c Release -v quiet --nologo 1>&2
    if errorlevel 1 (
        echo stocklab: the build failed; its messages are above. 1>&2
        exit /b 1
    )
    move /y "%STAMP%.new" "%STAMP%" >nul
)
dotnet "%ARTIFACTS%\lib\StockLab.Cli.dll" %*
exit /b %errorlevel%

:choose
rem An SDK of another version, or a runtime alone, would find no package: global.json says which it has to be.
pushd "%STOCKLAB_ROOT%"
dotnet --version >nul 2>nul
if errorlevel 1 (
    popd
    echo stocklab: no .NET SDK 10 found. Install it with:  winget install Microsoft.DotNet.SDK.10 1>&2
    exit /b 1
)
popd
rem Both choices are made once; what an older version remembered of the torch back end stays.
for %%b in (nuget-cuda nuget-cpu system) do findstr /c:">%%b<" "%ARTIFACTS%\setup.props" >nul 2>nul && if not defined TorchBackend set "TorchBackend=%%b"
if not defined TorchBackend (
    if exist "%SystemRoot%\System32\nvcuda.dll" (set "TorchBackend=nuget-cuda") else (set "TorchBackend=nuget-cpu")
)
if not defined Ecosystem (
    echo stocklab: looking for the packages of the .NET ecosystem ^(once^): Microsoft.Data.Analysis, Plotly.NET, Skender, .NET Interactive ... 1>&2
    dotnet restore "%STOCKLAB_ROOT%\src\StockLab.Interop" -p:Ecosystem=true -v quiet >nul 2>nul && set "Ecosystem=true" || set "Ecosystem=false"
)
(
    echo ^<Project^>^<PropertyGroup^>
    echo ^<TorchBackend Condition="'$(TorchBackend)' == ''"^>%TorchBackend%^</TorchBackend^>
    echo ^<Ecosystem Condition="'$(Ecosystem)' == ''"^>%Ecosystem%^</Ecosystem^>
    echo ^</PropertyGroup^>^</Project^>
) > "%ARTIFACTS%\setup.props"
echo stocklab: torch back end: %TorchBackend%; packages of the .NET ecosystem: %Ecosystem% 1>&2
exit /b 0
