using CallbackBot.Testing.Azure;

namespace CallbackBot.Tests.StandIns;

/// <summary>A contract that is tested against the service's fake: at the end it is idle, and nobody broke its protocol.</summary>
public abstract class AzureContract : IAsyncLifetime
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private protected AzureSpeechFake Azure { get; private set; } = null!;

    public async Task InitializeAsync() => Azure = await AzureSpeechFake.StartAsync();

    public async Task DisposeAsync()
    {
        await Azure.WhenIdleAsync().WaitAsync(Patience);
        await Azure.DisposeAsync();
        Assert.Empty(Azure.Breaches);
    }
}
