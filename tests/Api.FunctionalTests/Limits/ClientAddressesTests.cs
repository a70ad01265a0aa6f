using System.Net;
using VideoChat.Api.Limits;

namespace VideoChat.Api.FunctionalTests.Limits;

[Parallelizable(ParallelScope.All)]
public sealed class ClientAddressesTests
{
    [TestCase("192.0.2.1", "192.0.2.1")]
    [TestCase("::ffff:192.0.2.1", "192.0.2.1")]
    [TestCase("2001:db8:1:2::1", "2001:db8:1:2::/64")]
    [TestCase("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64")]
    [TestCase("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    [TestCase("fe80::1%3", "fe80::/64")]
    [TestCase("::1", "::/64")]
    public void KeyOf_Always_IsWhatOneCustomerHas(string address, string key) =>
        Assert.That(ClientAddresses.KeyOf(IPAddress.Parse(address)), Is.EqualTo(key));

    [TestCase("192.0.2.1", null)]
    [TestCase("::ffff:192.0.2.1", null)]
    [TestCase("2001:db8:1:2::1", "2001:db8:1::/48")]
    [TestCase("2001:db8:1:ffff::1", "2001:db8:1::/48")]
    [TestCase("2001:db8:2::", "2001:db8:2::/48")]
    public void SiteOf_OfIpv6_IsTheNetworkThatOneCustomerMayHave(string address, string? site) =>
        Assert.That(ClientAddresses.SiteOf(IPAddress.Parse(address)), Is.EqualTo(site));
}
