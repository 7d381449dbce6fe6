using Eilbote.BrowserTests;
using Xunit.MicrosoftTestingPlatform;

// "pictures" writes docs/screens; anything else runs the tests.
if (args is not ["pictures"])
    return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
await using var demo = new RunningDemo();
await demo.InitializeAsync();
await Pictures.TakeAsync(demo);
return 0;
