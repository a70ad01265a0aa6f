using System.Text;
using VideoChat.Infrastructure.Webhooks.Sending;

namespace VideoChat.Infrastructure.IntegrationTests.Webhooks.Sending;

public sealed class WebhookSignerTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    [Test]
    public void Sign_WhenGivenTheVectorOfTheStandard_IsTheSignatureOfTheStandard() =>
        Assert.That(Sign(Secret), Is.EqualTo(Signature));

    [Test]
    public void Sign_WhenThereAreTwoSecrets_IsBothSignaturesTheNewestFirst()
    {
        var other = "whsec_" + Convert.ToBase64String(new byte[32]);

        Assert.That(Sign(other, Secret), Is.EqualTo($"{Sign(other)} {Signature}"));
    }

    private static string Sign(params string[] secrets) => WebhookSigner.Sign(
        secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Encoding.UTF8.GetBytes("""{"test": 2432232314}"""));
}
