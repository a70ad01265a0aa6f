using System.Text;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.WebSockets;

[Parallelizable(ParallelScope.All)]
public sealed class BadFrameTests(Column column) : OnEachServer(column)
{
    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case("IsNoJson", "hello", "invalid_json");
        yield return Case("IsEmpty", "", "invalid_json");
        yield return Case("IsBlank", "  ", "invalid_json");
        yield return Case("IsCutOff", """{"content":"a" """, "invalid_json");
        yield return Case("IsFollowedByText", """{"content":"a"} {"content":"b"}""", "invalid_json");
        yield return Case("HasAComment", """{"content":"a"} // b""", "invalid_json");
        yield return Case("HasATrailingComma", """{"content":"a",}""", "invalid_json");
        yield return Case("NestsTooDeep", "{\"content\":\"a\",\"x\":" + new string('[', 10_000) + new string(']', 10_000) + "}", "invalid_json");
        yield return Case("IsOnlyBrackets", new string('[', 30_000), "invalid_json");
        yield return Case("IsAnArray", """[{"content":"a"}]""", "invalid_message");
        yield return Case("IsANumber", "42", "invalid_message");
        yield return Case("IsAString", "\"hello\"", "invalid_message");
        yield return Case("IsNull", "null", "invalid_message");
        yield return Case("HasNoContent", "{}", "invalid_message");
        yield return Case("HasTypeMessageAndNoContent", """{"type":"message"}""", "invalid_message");
        yield return Case("HasContentInAnotherCase", """{"Content":"a"}""", "invalid_message");
        yield return Case("HasNullContent", """{"content":null}""", "invalid_message");
        yield return Case("HasEmptyContent", """{"content":""}""", "invalid_message");
        yield return Case("HasBlankContent", """{"content":" \t\n\u00a0\u3000"}""", "invalid_message");
        yield return Case("HasContentOneTooLong", Content(new string('x', 5_001)), "invalid_message");
        yield return Case("HasEmojiContentOneTooLong", Content(string.Concat(Enumerable.Repeat("😀", 2_500)) + "x"), "invalid_message");
        yield return Case("HasANumberAsContent", """{"content":5}""", "invalid_message");
        yield return Case("HasAnObjectAsContent", """{"content":{"a":1}}""", "invalid_message");
        yield return Case("HasANumberAsClientId", """{"content":"a","client_id":5}""", "invalid_message");
        yield return Case("HasAnEmptyClientId", """{"content":"a","client_id":""}""", "invalid_message");
        yield return Case("HasATooLongClientId", $$"""{"content":"a","client_id":"{{new string('x', 65)}}"}""", "invalid_message");
        yield return Case("HasAClientIdWithANul", """{"content":"a","client_id":"a\u0000"}""", "invalid_message");
        yield return Case("HasContentTwice", """{"content":"a","content":"b"}""", "invalid_message");
        yield return Case("HasContentTwiceOnceEscaped", """{"content":"a","\u0063ontent":"b"}""", "invalid_message");
        yield return Case("HasTypeTwice", """{"type":"ping","type":"ping"}""", "invalid_message");
        yield return Case("HasClientIdTwice", """{"content":"a","client_id":"a","client_id":null}""", "invalid_message");
        yield return Case("HasALoneHighSurrogate", """{"content":"a\ud83d"}""", "invalid_message");
        yield return Case("HasALoneLowSurrogate", """{"content":"\ude00a"}""", "invalid_message");
        yield return Case("HasALoneSurrogateInTheClientId", """{"content":"a","client_id":"\ud83d"}""", "invalid_message");
        yield return Case("HasANul", """{"content":"a\u0000b"}""", "invalid_message");
        yield return Case("HasOnlyANul", """{"content":"\u0000"}""", "invalid_message");
        yield return Case("HasAnUnknownType", """{"type":"shout","content":"a"}""", "unsupported_type");
        yield return Case("HasTheTypeOfAServerFrame", """{"type":"user_joined"}""", "unsupported_type");
        yield return Case("HasATypeInAnotherCase", """{"type":"PING"}""", "unsupported_type");
        yield return Case("HasAnEmptyType", """{"type":"","content":"a"}""", "unsupported_type");
        yield return Case("HasANumberAsType", """{"type":1,"content":"a"}""", "unsupported_type");

        static TestCaseData Case(string when, string frame, string code) =>
            new TestCaseData(frame, code).SetName($"Receive_WhenTheFrame{when}_Answers_{code}");
    }

    [TestCaseSource(nameof(Refused))]
    public async Task Receive_WhenTheFrameIsBad_AnswersTheCodeAndLivesOn(string frame, string code)
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await client.SendTextAsync(frame);
        await client.SayAsync("still here");

        var answers = await client.ReceiveManyAsync(2);
        Assert.Multiple(() =>
        {
            Assert.That(answers[0].Type(), Is.EqualTo("error"));
            Assert.That(answers[0].Code(), Is.EqualTo(code));
            Assert.That(answers[1].Content(), Is.EqualTo("still here"));
            Assert.That(answers[1].Seq(), Is.EqualTo(1));
        });
    }

    private static IEnumerable<TestCaseData> Taken()
    {
        yield return Case("HasTheLongestContent", Content(new string('x', 5_000)), new string('x', 5_000));
        yield return Case(
            "HasTheLongestContentOfEmoji", Content(string.Concat(Enumerable.Repeat("😀", 2_500))),
            string.Concat(Enumerable.Repeat("😀", 2_500)));
        yield return Case(
            "HasTheLongestContentEscaped", Content(string.Concat(Enumerable.Repeat("\\u00e9", 5_000))), new string('é', 5_000));
        yield return Case(
            "HasWhiteSpaceAroundTheLongestContent", Content(new string(' ', 500) + new string('x', 5_000) + new string(' ', 500)),
            new string('x', 5_000));
        yield return Case("HasEscapedSurrogatePairs", """{"content":"\ud83d\ude00"}""", "😀");
        yield return Case("HasEscapedNames", """{"\u0063ontent":"a"}""", "a");
        yield return Case("HasTypeMessage", """{"type":"message","content":"a"}""", "a");
        yield return Case("HasTypeNull", """{"type":null,"content":"a"}""", "a");
        yield return Case("HasClientIdNull", """{"content":"a","client_id":null}""", "a");
        yield return Case("HasOtherMembers", """{"x":[1,{"content":"b"}],"content":"a","user_id":7,"seq":99,"room_id":null}""", "a");
        yield return Case("HasAnotherMemberTwice", """{"x":1,"x":2,"content":"a"}""", "a");
        yield return Case("HasControlCharacters", """{"content":"a\u0001\tb\u007f\r\nc"}""", "a\u0001\tb\u007f\r\nc");
        yield return Case("HasHtml", """{"content":"<script>alert('1 & 2')</script>"}""", "<script>alert('1 & 2')</script>");

        static TestCaseData Case(string when, string frame, string content) =>
            new TestCaseData(frame, content).SetName($"Receive_WhenTheFrame{when}_Stores");
    }

    [TestCaseSource(nameof(Taken))]
    public async Task Receive_WhenTheFrameIsGood_StoresItsContent(string frame, string content)
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await client.SendTextAsync(frame);

        Assert.That((await client.ReceiveAsync()).Content(), Is.EqualTo(content));
        Assert.That((await Api.ReadEventsAsync(room)).Single().Content(), Is.EqualTo(content));
    }

    [Test]
    public async Task Receive_WhenTheClientIdIsAsLongAsAllowed_TakesIt()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);
        var clientId = new string('x', 64);

        await client.SayAsync("hello", clientId);

        Assert.That((await client.ReceiveAsync()).GetProperty("client_id").GetString(), Is.EqualTo(clientId));
    }

    [Test]
    public async Task Receive_WhenAFrameIsRefused_AnswersOnlyItsSocket()
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);
        await using var peer = await RoomClient.JoinAsync(Api, room, bob);

        await client.SendTextAsync("no json");

        await client.ReceiveAsync("error");
        Assert.That(await peer.DrainAsync(), Is.Empty);
    }

    [Test]
    public async Task Receive_WhenATextIs32KiB_TakesIt()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await client.SendTextAsync(Padded(32 * 1_024));

        Assert.That((await client.ReceiveAsync()).Content(), Is.EqualTo("padded"));
    }

    [Test]
    public async Task Receive_WhenATextIsOneByteOver32KiB_ClosesWith1009()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await client.SendTextAsync(Padded(32 * 1_024 + 1));

        Assert.That((await client.WaitForCloseAsync()).Code, Is.EqualTo(1009));
        Assert.That(await Api.ReadEventsAsync(room), Is.Empty);
    }

    [Test]
    public async Task Receive_WhenManySmallPartsAreOver32KiBTogether_ClosesWith1009()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);
        var text = Encoding.UTF8.GetBytes(Padded(33 * 1_024));

        foreach (var part in text.Chunk(1_024))
            await client.SendPartAsync(part, isLast: false);

        Assert.That((await client.WaitForCloseAsync()).Code, Is.EqualTo(1009));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(4_000)]
    public async Task Receive_WhenATextComesInParts_PutsThemTogether(int partLength)
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);
        var content = string.Concat(Enumerable.Repeat("é😀", partLength > 100 ? 1_500 : 20));

        foreach (var part in Encoding.UTF8.GetBytes(Content(content)).Chunk(partLength))
            await client.SendPartAsync(part, isLast: false);
        await client.SendPartAsync([], isLast: true);

        Assert.That((await client.ReceiveAsync()).Content(), Is.EqualTo(content));
    }

    [Test]
    public async Task Receive_WhenTheFirstPartIsEmpty_PutsThemTogether()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await client.SendPartAsync([], isLast: false);
        await client.SendPartAsync([], isLast: false);
        await client.SendPartAsync("""{"content":"a"}"""u8.ToArray(), isLast: true);

        Assert.That((await client.ReceiveAsync()).Content(), Is.EqualTo("a"));
    }

    [Test]
    public async Task Receive_WhenAPingArrivesBetweenParts_AnswersItAndContinues()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        using var socket = await RawSocket.OpenAsync(Api, room, ada.Id);
        await socket.ReceiveAsync(opcode: 1); // user_joined

        await socket.SendAsync(0x01, """{"content":"""u8.ToArray());
        await socket.SendAsync(RawSocket.Ping, "between"u8.ToArray());
        await socket.SendAsync(0x80, "\"a\"}"u8.ToArray());

        var pong = await socket.ReceiveAsync(opcode: 10);
        var message = await socket.ReceiveAsync(opcode: 1);
        Assert.That(Encoding.UTF8.GetString(pong), Is.EqualTo("between"));
        Assert.That(Encoding.UTF8.GetString(message), Does.Contain("\"content\":\"a\""));
    }

    [Test]
    public async Task Receive_WhenTheFrameIsBinary_ClosesWith1003()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await client.SendBinaryAsync("""{"content":"a"}"""u8.ToArray());

        Assert.That((await client.WaitForCloseAsync()).Code, Is.EqualTo(1003));
        Assert.That(await Api.ReadEventsAsync(room), Is.Empty);
    }

    [Test]
    public async Task Receive_WhenAnEmptyFrameIsBinary_ClosesWith1003()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await client.SendBinaryAsync([]);

        Assert.That((await client.WaitForCloseAsync()).Code, Is.EqualTo(1003));
    }

    [TestCase(40_000, true)]
    [TestCase(40_000, false)]
    public async Task Receive_WhenABinaryMessageIsLarge_ClosesWith1003AndReleasesTheSocket(int bytes, bool isLast)
    {
        var (room, ada, bob) = await Api.CreateRoomForTwoAsync();
        await using var other = await RoomClient.JoinAsync(Api, room, bob);
        await using var client = await RoomClient.JoinAsync(Api, room, ada);

        await client.SendBinaryAsync(new byte[bytes], isLast);

        Assert.That((await client.WaitForCloseAsync()).Code, Is.EqualTo(1003));
        Assert.That((await other.ReceiveAsync("user_left")).GetProperty("user_id").GetGuid(), Is.EqualTo(ada.Id));
    }

    [TestCase(new byte[] { 0xFF }, TestName = "Receive_WhenAByteIsNeverUtf8_ClosesWith1007")]
    [TestCase(new byte[] { 0xC3 }, TestName = "Receive_WhenACharacterIsCutOff_ClosesWith1007")]
    [TestCase(new byte[] { 0xC0, 0xAF }, TestName = "Receive_WhenACharacterIsOverlong_ClosesWith1007")]
    [TestCase(new byte[] { 0xED, 0xA0, 0x80 }, TestName = "Receive_WhenACharacterIsASurrogate_ClosesWith1007")]
    public async Task Receive_WhenTheTextIsNoUtf8_ClosesWith1007(byte[] wrong)
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        using var socket = await RawSocket.OpenAsync(Api, room, ada.Id);

        await socket.SendAsync(RawSocket.Text, [.. "{\"content\":\""u8, .. wrong, .. "\"}"u8]);

        Assert.That(await socket.ReadToEndAsync(), Is.EqualTo(1007));
        await Api.WaitForPresenceAsync(room, 0);
    }

    [TestCase((byte)0x83, TestName = "Receive_WhenTheOpcodeIsReserved_ClosesWith1002")]
    [TestCase((byte)0xC1, TestName = "Receive_WhenAReservedBitIsSet_ClosesWith1002")]
    [TestCase((byte)0x80, TestName = "Receive_WhenAPartContinuesNothing_ClosesWith1002")]
    [TestCase((byte)0x09, TestName = "Receive_WhenAPingIsFragmented_ClosesWith1002")]
    public async Task Receive_WhenTheProtocolIsBroken_ClosesWith1002(byte firstByte)
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        using var socket = await RawSocket.OpenAsync(Api, room, ada.Id);

        await socket.SendAsync(firstByte, "{}"u8.ToArray());

        Assert.That(await socket.ReadToEndAsync(), Is.EqualTo(1002));
        await Api.WaitForPresenceAsync(room, 0);
    }

    [Test]
    public async Task Receive_WhenTheFrameIsNotMasked_ClosesWith1002()
    {
        var (room, ada, _) = await Api.CreateRoomForTwoAsync();
        using var socket = await RawSocket.OpenAsync(Api, room, ada.Id);

        await socket.Stream.WriteAsync((byte[])[0x81, 15, .. """{"content":"a"}"""u8]);

        Assert.That(await socket.ReadToEndAsync(), Is.EqualTo(1002));
    }

    private static string Content(string content) => $$"""{"content":"{{content}}"}""";

    private static string Padded(int length)
    {
        const string Frame = """{"content":"padded","padding":""}""";
        return Frame.Insert(Frame.Length - 2, new string('x', length - Frame.Length));
    }
}
