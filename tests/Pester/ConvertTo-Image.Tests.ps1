BeforeAll {
    . $PSScriptRoot/TestHelpers.ps1
    $container = New-TestContainer source
    Invoke-ContainerCommand $container -- sh -c 'echo content >/written'
}

AfterAll {
    Remove-TestObject
}

Describe 'ConvertTo-Image' {
    It 'makes an image of what a container has changed' {
        $image = ConvertTo-Image $container -Tag "$(New-TestName made):1"
        $image | Should -BeOfType ([DockerPS.Image])
        $image.Name | Should -Be "$(New-TestName made):1"
        Invoke-Container $image -Remove -Command cat, /written | Should -Be 'content'
        (Get-Container $container).State | Should -Be 'Running'
    }

    It 'sets what a container of it runs, its message and its author' {
        $image = $container | ConvertTo-Image -Tag (New-TestName changed) -Change 'CMD ["echo", "from the image"]', 'ENV GREETING="hello world"' -Message 'why not' -Author 'Jane <jane@example.com>'
        $image.Name | Should -Be "$(New-TestName changed):latest"
        $detail = Get-Image $image -Detailed
        $detail.Author | Should -Be 'Jane <jane@example.com>'
        Invoke-Container $image -Remove | Should -Be 'from the image'
        Invoke-Container $image -Remove -Command sh, -c, 'echo $GREETING' | Should -Be 'hello world'
    }

    It 'gives it several names, or none' {
        $image = ConvertTo-Image $container -Tag "$(New-TestName several):1", "$(New-TestName several):2" -NoPause
        (Get-Image "$(New-TestName several):2").Id | Should -Be $image.Id
        $nameless = ConvertTo-Image $container -Change "LABEL dockerps-test=$TestRun"
        $nameless.IsDangling | Should -BeTrue
    }

    It 'makes one of a container that is stopped' {
        $stopped = New-Container $TestImage -Name (New-TestName stopped)
        (ConvertTo-Image $stopped -Tag "$(New-TestName stopped):1").Name | Should -Be "$(New-TestName stopped):1"
    }

    It 'refuses what cannot be, before it makes anything' {
        Get-TestErrorId { ConvertTo-Image $container -Tag 'UPPER:1' } | Should -Be 'InvalidImageName'
        Get-TestErrorId { ConvertTo-Image (New-TestName none) } | Should -Be 'ContainerNotFound'
        Get-TestErrorId { ConvertTo-Image $container -Tag (New-TestName bad) -Change 'RUN true' } | Should -Be 'InvalidContainer'
        Get-TestErrorId { ConvertTo-Image $container, $container -Tag "$(New-TestName twice):1" } | Should -Be 'InvalidContainer'
        Get-Image "$(New-TestName bad)*" | Should -BeNullOrEmpty
    }

    It 'makes nothing with -WhatIf' {
        ConvertTo-Image $container -Tag "$(New-TestName whatif):1" -WhatIf | Should -BeNullOrEmpty
        Get-Image "$(New-TestName whatif)*" | Should -BeNullOrEmpty
    }
}
