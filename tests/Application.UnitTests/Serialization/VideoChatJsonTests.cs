using System.Text.Json;
using VideoChat.Application.Health;
using VideoChat.Application.Serialization;

namespace VideoChat.Application.UnitTests.Serialization;

public sealed class VideoChatJsonTests
{
    private static readonly DateTime Whole = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [TestCase(0, "\"2026-01-02T03:04:05.000000Z\"")]
    [TestCase(1, "\"2026-01-02T03:04:05.000001Z\"")]
    [TestCase(120_000, "\"2026-01-02T03:04:05.120000Z\"")]
    [TestCase(999_999, "\"2026-01-02T03:04:05.999999Z\"")]
    public void Write_WhenGivenATime_HasSixDecimalsAndZ(int microseconds, string expected)
    {
        var json = Write(Whole.AddMicroseconds(microseconds));

        Assert.That(json, Is.EqualTo(expected));
    }

    [Test]
    public void Write_WhenATimeIsFinerThanAMicrosecond_CutsIt()
    {
        var json = Write(Whole.AddTicks(19));

        Assert.That(json, Is.EqualTo("\"2026-01-02T03:04:05.000001Z\""));
    }

    [TestCase("\"2026-01-02T03:04:05Z\"")]
    [TestCase("\"2026-01-02T03:04:05.000000Z\"")]
    [TestCase("\"2026-01-02T05:34:05+02:30\"")]
    public void Read_WhenGivenATimeOfAnyOffset_IsUtc(string json)
    {
        var time = Read<DateTime>(json);

        Assert.That(time, Is.EqualTo(Whole));
        Assert.That(time.Kind, Is.EqualTo(DateTimeKind.Utc));
    }

    [Test]
    public void Write_WhenGivenARecord_NamesMembersInSnakeCaseAndWritesNulls()
    {
        var json = Write(new Sample(RoomId: 1, LongMemberName: "x", ClientId: null));

        Assert.That(json, Is.EqualTo("""{"room_id":1,"long_member_name":"x","client_id":null}"""));
    }

    [Test]
    public void Write_WhenTheTextLooksLikeHtmlOrIsNotAscii_WritesItAsItIs()
    {
        var json = Write("<b>&amp;</b> 'é' + 日本");

        Assert.That(json, Is.EqualTo("\"<b>&amp;</b> 'é' + 日本\""));
    }

    [Test]
    public void Write_WhenTheTextWouldBreakJson_EscapesIt()
    {
        var json = Write("\"\\\n\u0001");

        Assert.That(json, Is.EqualTo("""
            "\"\\\n\u0001"
            """));
    }

    [Test]
    public void Write_WhenGivenAnEnum_IsASnakeCaseString()
    {
        var json = Write(Readiness.DatabaseDown);

        Assert.That(json, Is.EqualTo("\"database_down\""));
    }

    [Test]
    public void Write_WhenGivenADictionary_KeepsItsKeys()
    {
        var json = Write(new Dictionary<string, int> { ["AsItIs"] = 1 });

        Assert.That(json, Is.EqualTo("""{"AsItIs":1}"""));
    }

    [Test]
    public void Read_WhenThereAreUnknownMembers_IgnoresThem()
    {
        var sample = Read<Sample>("""{"room_id":1,"unknown":[{}],"long_member_name":"x"}""");

        Assert.That(sample, Is.EqualTo(new Sample(1, "x", null)));
    }

    [TestCase("""{"room_id":1}""", Description = "a member is missing")]
    [TestCase("""{"room_id":1,"long_member_name":null}""", Description = "a member must not be null")]
    [TestCase("""{"room_id":1,"room_id":2,"long_member_name":"x"}""", Description = "a member is given twice")]
    [TestCase("""{"room_id":"1","long_member_name":"x"}""", Description = "a number is a string")]
    [TestCase("""{"room_id":1,"long_member_name":7}""", Description = "a string is a number")]
    [TestCase("""{"Room_Id":1,"long_member_name":"x"}""", Description = "a name is in another case")]
    [TestCase("""{"room_id":1,"long_member_name":"x"} {}""", Description = "text after the value")]
    [TestCase("""[]""", Description = "no object")]
    public void Read_WhenTheShapeIsWrong_Throws(string json)
    {
        Assert.That(() => Read<Sample>(json), Throws.InstanceOf<JsonException>());
    }

    [Test]
    public void Read_WhenAnEnumIsANumber_Throws()
    {
        Assert.That(() => Read<Readiness>("1"), Throws.InstanceOf<JsonException>());
    }

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, VideoChatJson.Options);

    private static T? Read<T>(string json) => JsonSerializer.Deserialize<T>(json, VideoChatJson.Options);

    private sealed record Sample(int RoomId, string LongMemberName, string? ClientId = null);
}
