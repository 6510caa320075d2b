BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1

    # A separate image with the given tags.
    function New-TestImage([string]$Suffix, [string[]]$Tag = '1') {
        $name = New-TestName $Suffix
        Invoke-ImageBuild (New-TestContext $Suffix "FROM $TestImage", "LABEL of=$name") -Tag @($Tag | ForEach-Object { "${name}:$_" })
    }
}

AfterAll {
    Remove-TestObject
}

Describe 'Remove-Image' {
    It 'takes away a name, and deletes the image with the last one' {
        $image = New-TestImage names 1, 2
        $first = @(Remove-Image $image[0] -PassThru)
        "$($first.Action) $($first.Reference)" | Should -Be "Untagged $($image[0].Name)"
        Get-Image $image[0].Id | Should -HaveCount 1
        $second = @(Remove-Image $image[1] -PassThru)
        @($second | Where-Object { $_.Action -eq 'Deleted' } | ForEach-Object { $_.Reference }) | Should -Contain $image[0].Id
        Get-TestErrorId { Get-Image $image[0].Id } | Should -Be 'ImageNotFound'
    }

    It 'tells with -Verbose what it did' {
        $image = New-TestImage verbose 1, 2
        $first = @(Remove-Image $image[0] -Verbose 4>&1 | ForEach-Object { "$_" })
        $first | Should -Contain "Untagged $($image[0].Name)"
        $first | Should -Not -Contain "Deleted $($image[0].Id)"
        @(Remove-Image $image[1] -Verbose 4>&1 | ForEach-Object { "$_" }) | Should -Contain "Deleted $($image[0].Id)"
    }

    It 'says with -WhatIf whether a name goes or the image' {
        $null = New-TestImage whatif 1, 2
        $name = New-TestName whatif
        $shown = Invoke-TestPowerShell "Import-Module '$((Get-Module DockerPS).Path)'; Remove-Image ${name}:1 -WhatIf; 'both'; Remove-Image ${name}:1, ${name}:2 -WhatIf" | Out-String
        $one, $both = $shown -split 'both'
        $one | Should -Match "Remove the name ${name}:1 \(the image keeps 1 other\)"
        $both | Should -Match "Remove the name ${name}:1 "
        $both | Should -Match "`"Remove image`" on target `"${name}:2`""
        Get-Image $name | Should -HaveCount 2
    }

    It 'takes away all names that are piped, and returns nothing' {
        $null = New-TestImage piped 1, 2, 3
        Get-Image (New-TestName piped) | Remove-Image | Should -BeNullOrEmpty
        Get-Image "$(New-TestName piped)*" | Should -BeNullOrEmpty
        Get-Image -Dangling -Label "of=$(New-TestName piped)" | Should -BeNullOrEmpty
    }

    It 'takes wildcards and ids' {
        $null = New-TestImage wild 1, 2
        Remove-Image "$(New-TestName wild):*"
        Get-Image "$(New-TestName wild)*" | Should -BeNullOrEmpty
        $image = New-TestImage byid
        Remove-Image $image[0].Id.Substring(7, 12)
        Get-Image "$(New-TestName byid)*" | Should -BeNullOrEmpty
    }

    It 'removes nothing with -WhatIf' {
        $image = New-TestImage whatif
        Remove-Image $image -WhatIf
        Get-Image $image | Should -HaveCount 1
    }

    It 'names the containers that use it, and takes away the name with -Force' {
        $image = New-TestImage used
        $user = New-Container $image -Name (New-TestName user)
        $problem = Get-TestError { Remove-Image $image }
        $problem.FullyQualifiedErrorId | Should -Be 'ImageConflict,DockerPS.Cmdlets.RemoveImageCommand'
        $problem.CategoryInfo.Category | Should -Be 'InvalidOperation'
        "$problem" | Should -Match $user.Name
        $problem.ErrorDetails.RecommendedAction | Should -Match '-Force'
        Remove-Image $image -Force
        Get-Image "$(New-TestName used)*" | Should -BeNullOrEmpty
        Remove-Container $user
    }

    It 'never takes the name of a repository for the beginning of an id' {
        $other = New-TestImage other
        $name = $other.Id.Substring(7, 10)
        $image = Add-ImageTag $TestImage "${name}:1"
        $problem = Get-TestError { Remove-Image $name }
        $problem.FullyQualifiedErrorId | Should -Be 'ImageNotFound,DockerPS.Cmdlets.RemoveImageCommand'
        "$($problem.TargetObject)" | Should -Be $name
        Get-Image $other.Name | Should -HaveCount 1
        Remove-Image $image
        Remove-Image $name
        Get-Image "$(New-TestName other)*" | Should -BeNullOrEmpty
    }

    It 'refuses an image whose container runs, with -Force too' {
        $image = New-TestImage running
        $user = New-Container $image -Name (New-TestName runs) -Start -Command sleep, 600
        $problem = Get-TestError { Remove-Image $image.Id -Force }
        $problem.FullyQualifiedErrorId | Should -Be 'ImageConflict,DockerPS.Cmdlets.RemoveImageCommand'
        "$problem" | Should -Match $user.Name
        Remove-Container $user -Force
        Remove-Image $image
    }

    It 'refuses an id with several names, but not with -Force' {
        $image = New-TestImage several
        $null = Add-ImageTag $image "$(New-TestName several)/other:1"
        $problem = Get-TestError { Remove-Image $image.Id }
        $problem.FullyQualifiedErrorId | Should -Be 'ImageConflict,DockerPS.Cmdlets.RemoveImageCommand'
        $problem.ErrorDetails.RecommendedAction | Should -Match '-Force'
        Remove-Image $image.Id -Force
        Get-Image "$(New-TestName several)*" | Should -BeNullOrEmpty
    }

    It 'names the images that are built on it' {
        $base = Invoke-ImageBuild (New-TestContext base "FROM $TestImage", "LABEL of=$(New-TestName base)") -Tag "$(New-TestName base):1" -Builder Classic
        $above = Invoke-ImageBuild (New-TestContext above "FROM $(New-TestName base):1", "LABEL of=$(New-TestName above)") -Tag "$(New-TestName above):1" -Builder Classic
        $problem = Get-TestError { Remove-Image $base.Id }
        $problem.FullyQualifiedErrorId | Should -Be 'ImageConflict,DockerPS.Cmdlets.RemoveImageCommand'
        "$problem" | Should -Match $above.Name
        Remove-Image $above, $base
        Get-Image "$(New-TestName base)*" | Should -BeNullOrEmpty
    }

    It 'says that there is none, and goes on' {
        $image = New-TestImage goeson
        $problem = Get-TestError { Remove-Image (New-TestName none), $image.Name }
        $problem.FullyQualifiedErrorId | Should -Be 'ImageNotFound,DockerPS.Cmdlets.RemoveImageCommand'
        Get-Image "$(New-TestName goeson)*" | Should -BeNullOrEmpty
        $image = New-TestImage goeson
        Get-TestError { Remove-Image 'a[', $image.Name } | Should -HaveCount 1
        Get-Image "$(New-TestName goeson)*" | Should -BeNullOrEmpty
    }
}
