using System.Net;
using VideoChat.Domain.Webhooks;

namespace VideoChat.Domain.UnitTests.Webhooks;

public sealed class PublicNetworkTests
{
    [TestCase("1.1.1.1")]
    [TestCase("9.255.255.255")]
    [TestCase("11.0.0.0")]
    [TestCase("100.63.255.255")]
    [TestCase("100.128.0.0")]
    [TestCase("172.15.255.255")]
    [TestCase("172.32.0.0")]
    [TestCase("223.255.255.255")]
    [TestCase("2606:4700:4700::1111")]
    [TestCase("::ffff:1.1.1.1")]
    [TestCase("64:ff9b::101:101")]
    [TestCase("2002:101:101::")]
    public void Contains_WhenTheAddressIsPublic_Agrees(string address) =>
        Assert.That(PublicNetwork.Contains(IPAddress.Parse(address)), Is.True);

    [TestCase("0.0.0.0")]
    [TestCase("10.0.0.1")]
    [TestCase("100.64.0.0")]
    [TestCase("100.127.255.255")]
    [TestCase("127.0.0.1")]
    [TestCase("127.255.255.254")]
    [TestCase("169.254.169.254")]
    [TestCase("172.16.0.0")]
    [TestCase("172.31.255.255")]
    [TestCase("192.0.0.8")]
    [TestCase("192.0.2.1")]
    [TestCase("192.88.99.1")]
    [TestCase("192.168.255.255")]
    [TestCase("198.18.0.1")]
    [TestCase("198.51.100.1")]
    [TestCase("203.0.113.1")]
    [TestCase("224.0.0.1")]
    [TestCase("239.255.255.255")]
    [TestCase("240.0.0.1")]
    [TestCase("255.255.255.255")]
    [TestCase("::")]
    [TestCase("::1")]
    [TestCase("::127.0.0.1")]
    [TestCase("::ffff:127.0.0.1")]
    [TestCase("::ffff:10.0.0.1")]
    [TestCase("64:ff9b::7f00:1")]
    [TestCase("64:ff9b::a9fe:a9fe")]
    [TestCase("64:ff9b:1::1")]
    [TestCase("2002:7f00:1::")]
    [TestCase("2002:a00:1::")]
    [TestCase("2001::1")]
    [TestCase("2001:db8::1")]
    [TestCase("3fff::1")]
    [TestCase("fc00::1")]
    [TestCase("fdff:ffff::1")]
    [TestCase("fe80::1")]
    [TestCase("fe80::1%2")]
    [TestCase("fec0::1")]
    [TestCase("ff02::1")]
    public void Contains_WhenTheAddressIsPrivateOrReserved_Refuses(string address) =>
        Assert.That(PublicNetwork.Contains(IPAddress.Parse(address)), Is.False);
}
