namespace Eilbote.Tests;

public sealed class Smoke
{
    [Fact]
    public void It_builds() => Assert.True(true);
}
