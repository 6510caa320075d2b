BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
}

AfterAll {
    Remove-TestObject
}

Describe 'Invoke-Container' {
    It 'takes arrays among the words as programs do' {
        $words = 'a', 'b'
        Invoke-Container $TestImage -RemoveAfter -- echo $words end | Should -Be 'a b end'
    }

    It 'hands words on as they were typed: <Typed>' -ForEach @(
        @{ Typed = 'sort -k 1,2'; Words = 'sort', '-k', '1,2' }
        @{ Typed = 'java -Xmx:5 -D:a=1.50,2 -q: 7'; Words = 'java', '-Xmx:5', '-D:a=1.50,2', '-q:', '7' }
        @{ Typed = "a, b 'c d',e x , y"; Words = 'a,', 'b', 'c d,e', 'x', ',', 'y' }
        @{ Typed = '$list 1,2 $none $text 3,4'; Words = '1', '2', '1,2', 'x y', '3,4' }
        @{ Typed = '(1..2) 3,4'; Words = '1', '2', '3,4' }
        @{ Typed = '"$text,1","b" @list'; Words = 'x y,1,b', '1', '2' }
        @{ Typed = 'cut -f 1,3 (Get-Item /etc/passwd)'; Words = 'cut', '-f', '1,3', '/etc/passwd' }
        @{ Typed = '-p:A=b (1 + 1) -q:c'; Words = '-p:A=b', '2', '-q:c' }
        @{ Typed = '1,3 $text.Length 2,4'; Words = '1,3', '3', '2,4' }
        @{ Typed = '(1..2) 1,3 @(4, 5) 7,8'; Words = '1', '2', '1,3', '4', '5', '7,8' }
        @{ Typed = '(1, 3) 1,3 (1, 3) 5,6'; Words = '1', '3', '1', '3', '1', '3', '5,6' }
        @{ Typed = '$text,1 x'; Words = 'x y,1', 'x' }
    ) {
        $list = 1, 2
        $text = 'x y'
        $none = $null
        $null = $list, $text, $none
        $script = "Invoke-Container $TestImage -RemoveAfter -- sh -c 'printf ""%s\n"" ""`$@""' - $Typed"
        . ([scriptblock]::Create($script)) | Should -Be $Words
    }

    It 'starts a program in the background with -Detached, as docker run -d does' {
        $made = Invoke-Container $TestImage -Name (New-TestName detached) -Detach -- sleep 1000
        $made | Should -BeOfType ([DockerPS.Container])
        (Get-Container $made).State | Should -Be Running
        Get-TestErrorId { Invoke-Container $TestImage -Detached -AsResult -- true } | Should -Be InvalidDetached
    }

    It 'has the short options of docker: <Typed>' -ForEach @(
        @{ Typed = '-e A=1 -u 65534 -w /tmp -h there -rm {0} -- sh -c "echo `$A `$(id -u) `$(pwd) `$(hostname)"'; Expected = '1 65534 /tmp there' }
        @{ Typed = '-v /tmp -m 64m -l a=b -rm {0} -- sh -c "test -d /tmp && echo yes"'; Expected = 'yes' }
    ) {
        . ([scriptblock]::Create("Invoke-Container $($Typed -f $TestImage)")) | Should -Be $Expected
    }

    It 'refuses a short parameter behind a command without --, which may be the option of the command: <Typed>' -ForEach @(
        @{ Typed = '{0} ls -d /' }
        @{ Typed = '{0} env -u X' }
    ) {
        Get-TestErrorId ([scriptblock]::Create("Invoke-Container $($Typed -f $TestImage)")) | Should -Be ParameterAmbiguous
    }

    It 'takes short parameters before the command, with input from the pipeline, too' {
        'x' | Invoke-Container $TestImage -e A=1 -rm cat | Should -Be x
        Invoke-Container -Image $TestImage -rm -e A=1 env | Should -Contain 'A=1'
        Get-TestErrorId { Invoke-Container -Image $TestImage env -u X } | Should -Be ParameterAmbiguous
    }

    It 'says that parameters have one dash' {
        Get-TestErrorId { Invoke-Container --rm $TestImage } | Should -Be InvalidImage
        Invoke-Container $TestImage echo hi -RemoveAfter | Should -Be hi
    }

    It 'refuses input for a program on a terminal, which would never see its end' {
        Get-TestErrorId { 'x' | Invoke-Container $TestImage -Terminal -RemoveAfter -- cat } | Should -Be 'InvalidTerminal'
    }

    It 'returns each line as a text' {
        $lines = Invoke-Container $TestImage -RemoveAfter -- sh -c 'echo one; echo; echo "  three"'
        $lines | Should -HaveCount 3
        $lines[0] | Should -BeOfType ([string])
        $lines[1] | Should -BeExactly ''
        $lines[2] | Should -BeExactly '  three'
        $LASTEXITCODE | Should -Be 0
    }

    It 'takes the command after -- and as an array alike' {
        Invoke-Container $TestImage -RemoveAfter -- echo a 'b c' '' '$x' 1.50 -n | Should -BeExactly 'a b c  $x 1.50 -n'
        Invoke-Container $TestImage -RemoveAfter -Command echo, a, 'b c', '', '$x', '1.50', '-n' | Should -BeExactly 'a b c  $x 1.50 -n'
    }

    It 'keeps arguments exactly' {
        $odd = @('"quoted"', "two`nlines", 'ümläut', '{"a":1}', '\', '*', "it's")
        $lines = Invoke-Container $TestImage -RemoveAfter -Command (@('printf', '<%s>') + $odd)
        $lines -join "`n" | Should -BeExactly (($odd | ForEach-Object { "<$_>" }) -join '')
    }

    It 'sends lines to standard input' {
        'b', 'a', 'c' | Invoke-Container $TestImage -RemoveAfter -- sort | Should -Be @('a', 'b', 'c')
    }

    It 'brings bytes back bit for bit' {
        $bytes = [byte[]]::new(300000)
        [Random]::new(7).NextBytes($bytes)
        $back = [IO.MemoryStream]::new()
        , $bytes | Invoke-Container $TestImage -RemoveAfter -AsByteStream -- cat | ForEach-Object { $back.Write($_, 0, $_.Length) }
        [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($back.ToArray())) | Should -Be ([Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($bytes)))
    }

    It 'takes single bytes as well' {
        [byte[]](72, 105) | Invoke-Container $TestImage -RemoveAfter -- cat | Should -BeExactly 'Hi'
    }

    It 'keeps the two outputs apart' {
        $all = @(Invoke-Container $TestImage -RemoveAfter -Command sh, -c, 'echo out; echo err >&2' 6>&1)
        @($all | Where-Object { $_ -is [string] }) | Should -Be 'out'
        @($all | Where-Object { $_ -is [Management.Automation.InformationRecord] } | ForEach-Object { "$_" }) | Should -Be 'err'
    }

    It 'sends standard error where that of PowerShell itself is redirected' {
        $file = Join-Path $TestDrive error.txt
        $script = ". '$PSScriptRoot/TestHelpers.ps1'; Invoke-Container $TestImage -RemoveAfter -- sh -c 'echo out; echo >&2; echo err >&2'"
        Invoke-TestPowerShell $script 2>$file | Should -Be 'out'
        (Get-Content $file).Trim() | Should -Be '', 'err'
        Invoke-TestPowerShell $script.Replace('-RemoveAfter', '-RemoveAfter 6>$null') 2>$file | Should -Be 'out'
        Get-Content $file | Should -BeNullOrEmpty
    }

    It 'makes one error of an exit code that is not zero' {
        $lines = Invoke-Container $TestImage -RemoveAfter -ErrorAction SilentlyContinue -ErrorVariable problem -Command sh, -c, 'echo out; echo reason >&2; exit 42' 6>$null
        $lines | Should -Be 'out'
        $problem | Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -Be 'ContainerCommandFailed,DockerPS.Cmdlets.InvokeContainerCommand'
        "$($problem[0])" | Should -Match 'exited with code 42\.$'
        $problem[0].Exception.Detail | Should -Be 'reason'
        $LASTEXITCODE | Should -Be 42
    }

    It 'returns everything as one object with -AsResult' {
        $result = Invoke-Container $TestImage -RemoveAfter -AsResult -Command sh, -c, 'echo out; echo err >&2; exit 3'
        $result | Should -BeOfType ([DockerPS.ContainerCommandResult])
        $result.ExitCode | Should -Be 3
        $result.StandardOutput | Should -BeExactly 'out'
        $result.StandardError | Should -BeExactly 'err'
        $result.Duration | Should -BeOfType ([TimeSpan])
    }

    It 'leaves nothing behind with -RemoveAfter' {
        Invoke-Container $TestImage -Name (New-TestName gone) -RemoveAfter -- true
        Get-Container (New-TestName gone*) | Should -BeNullOrEmpty
    }

    It 'leaves the container without it' {
        Invoke-Container $TestImage -Name (New-TestName kept) -- true
        (Get-Container (New-TestName kept)).State | Should -Be 'Exited'
    }

    It 'leaves nothing behind when the program is not there' {
        Get-TestErrorId { Invoke-Container $TestImage -Name (New-TestName absent) -- /no/such/program } | Should -Not -BeNullOrEmpty
        Get-Container (New-TestName absent*) | Should -BeNullOrEmpty
    }

    It 'ends when the pipeline has had enough, and stops the container' {
        foreach ($once in 1) {
            Invoke-Container $TestImage -Name (New-TestName endless) -RemoveAfter -- yes | ForEach-Object { break }
        }
        foreach ($i in 1..100) {
            if (-not (Get-Container (New-TestName endless*))) { break }
            [Threading.Thread]::Sleep(100)
        }
        Get-Container (New-TestName endless*) | Should -BeNullOrEmpty
    }

    It 'survives a program that does not read its input' {
        1..20000 | Invoke-Container $TestImage -RemoveAfter -- head -n 1 | Should -Be '1'
    }

    It 'leaves the exit code <Code> for <Case>' -ForEach @(
        @{ Code = 127; Case = 'a program that is not there'; Call = { Invoke-Container $TestImage -RemoveAfter -ErrorAction SilentlyContinue -- nosuchcmd } }
        @{ Code = 126; Case = 'what cannot be run'; Call = { Invoke-Container $TestImage -RemoveAfter -ErrorAction SilentlyContinue -- /etc } }
        @{ Code = 125; Case = 'an image that is not there'; Call = { Invoke-Container (New-TestName none) -Pull Never -RemoveAfter -ErrorAction SilentlyContinue -- true } }
    ) {
        $global:LASTEXITCODE = 0
        & $Call
        $LASTEXITCODE | Should -Be $Code
    }
}
