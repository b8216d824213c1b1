using Microsoft.CognitiveServices.Speech;
using Microsoft.CognitiveServices.Speech.Protocol;

namespace CallbackBot.Tests.StandIns.SpeechProtocol;

public sealed class ServiceAddressTests
{
    [Theory]
    [InlineData("westeurope", "westeurope.stt.speech.microsoft.com", "westeurope.tts.speech.microsoft.com")]
    [InlineData("chinaeast2", "chinaeast2.stt.speech.azure.cn", "chinaeast2.tts.speech.azure.cn")]
    [InlineData("usgovvirginia", "usgovvirginia.stt.speech.azure.us", "usgovvirginia.tts.speech.azure.us")]
    public void A_region_has_a_host_for_hearing_and_one_for_speaking_in_its_cloud(string region, string hearing, string speaking)
    {
        var config = SpeechConfig.FromSubscription("key", region);
        config.SpeechRecognitionLanguage = "zh-CN";

        Assert.Equal($"wss://{hearing}/speech/recognition/conversation/cognitiveservices/v1?language=zh-CN&format=simple", ServiceAddress.Recognition(config).ToString());
        Assert.Equal($"wss://{speaking}/tts/cognitiveservices/websocket/v1", ServiceAddress.Synthesis(config).ToString());
    }

    [Theory]
    [InlineData("ws://localhost:5000", "ws://localhost:5000/tts/cognitiveservices/websocket/v1")]
    [InlineData("http://localhost:5000", "ws://localhost:5000/tts/cognitiveservices/websocket/v1")]
    [InlineData("https://speech.example", "wss://speech.example/tts/cognitiveservices/websocket/v1")]
    public void A_host_gets_the_usual_path(string host, string address) =>
        Assert.Equal(address, ServiceAddress.Synthesis(SpeechConfig.FromHost(new Uri(host))).ToString());
}
