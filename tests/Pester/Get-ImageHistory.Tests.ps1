BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $tag = "$(New-TestName history):1"
    $null = Invoke-ImageBuild (New-TestContext history "FROM $TestImage", "RUN echo $TestRun > /written", 'CMD ["true"]') -Tag $tag
}

AfterAll {
    Remove-TestObject
}

Describe 'Get-ImageHistory' {
    It 'tells the steps, the newest first' {
        $steps = @(Get-ImageHistory $tag)
        $steps[0] | Should -BeOfType ([DockerPS.ImageHistoryEntry])
        $steps[0].CreatedBy | Should -Match 'CMD \["true"\]'
        $steps[1].CreatedBy | Should -Match "echo $TestRun > /written"
        # containerd's image store returns the step's size on disk
        $steps[1].Size | Should -BeGreaterOrEqual ($TestRun.Length + 1)
        $steps[0].Size | Should -Be 0
        $steps[0].Id | Should -Be (Get-Image $tag).Id
        $steps[0].Tags | Should -Contain $tag
        $steps[1].Id | Should -BeNullOrEmpty
        $steps[0].Created | Should -BeOfType ([datetime])
        $steps[0].Image | Should -Be $tag
        "$($steps[0])" | Should -Be $steps[0].CreatedBy
    }

    It 'tells the message of an import' {
        @(Get-ImageHistory $TestImage)[-1].Comment | Should -Match 'Imported'
    }

    It 'takes objects, containers and several names, in their order' {
        $container = New-Container $tag -Name (New-TestName ofhistory) -Pull Never
        @($container | Get-ImageHistory)[0].CreatedBy | Should -Match 'CMD'
        @(Get-Image $tag | Get-ImageHistory)[0].CreatedBy | Should -Match 'CMD'
        $several = @(Get-ImageHistory $TestImage, $tag)
        $several[0].Image, $several[-1].Image -join ' ' | Should -Be "$TestImage $tag"
    }

    It 'says that there is no such image, and goes on' {
        $problem = Get-TestError { Get-ImageHistory (New-TestName none), $tag }
        $problem.FullyQualifiedErrorId | Should -Be 'ImageNotFound,DockerPS.Cmdlets.GetImageHistoryCommand'
        @(Get-ImageHistory (New-TestName none), $tag -ErrorAction SilentlyContinue)[0].Image | Should -Be $tag
    }

    It 'refuses what is no platform' {
        Get-TestErrorId { Get-ImageHistory $tag -Platform 'a/b/c/d' } | Should -Be 'InvalidPlatform'
    }
}
