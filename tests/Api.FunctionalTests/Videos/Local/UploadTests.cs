using System.Globalization;
using System.Net.Sockets;
using System.Text;
using VideoChat.Api.FunctionalTests.Support;

namespace VideoChat.Api.FunctionalTests.Videos.Local;

[Parallelizable(ParallelScope.All)]
public sealed class UploadTests(Column column) : OnEachServer(column)
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task Upload_WhenItIsAborted_CanBeRetried(bool isReset)
    {
        var room = await Api.CreateRoomAsync();
        var id = await Api.OpenSessionAsync(room);

        using (var upload = await Api.BeginUploadAsync(id, Clip.Broken(100_000), length: 1_000_000))
            upload.LingerState = new LingerOption(isReset, 0);
        await Eventually.BeTrueAsync(() => !PartsOf(id).Any(), "the part is removed");
        var status = (await Api.GetVideoAsync(room, id)).GetProperty("status").GetString();
        await Api.UploadAsync(id, Clip.Broken());

        Assert.That(status, Is.EqualTo("pending"));
        Assert.That(Api.Log, Does.Not.Contain("failed, trace"));
    }

    [Test]
    public async Task Upload_WhenTwoAreConcurrent_OneWinsAndTheOtherIs409()
    {
        var room = await Api.CreateRoomAsync();
        var id = await Api.OpenSessionAsync(room);
        var file = Clip.Broken(200_000);

        using var first = await Api.BeginUploadAsync(id, file.AsMemory(0, 100_000), file.Length);
        using var second = await Api.PutFileAsync(id, new ByteArrayContent(file));
        await first.GetStream().WriteAsync(file.AsMemory(100_000));
        using var reader = new StreamReader(first.GetStream(), Encoding.ASCII);
        var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Multiple(() =>
        {
            Assert.That((int)second.StatusCode, Is.EqualTo(409));
            Assert.That(answer, Does.StartWith("HTTP/1.1 200 "));
        });
    }

    [Test]
    public async Task Upload_WhenTheSessionHoldsAFile_Is409()
    {
        var id = await Api.OpenSessionAsync(await Api.CreateRoomAsync());
        await Api.UploadAsync(id, Clip.Broken());

        using var again = await Api.PutFileAsync(id, new ByteArrayContent(Clip.Broken()));

        Assert.That((int)again.StatusCode, Is.EqualTo(409));
        Assert.That(
            (await again.ReadJsonAsync()).GetProperty("detail").GetString(), Is.EqualTo("This upload already holds a file."));
    }

    [TestCase("00000000-0000-7000-8000-000000000000")]
    [TestCase("nonsense")]
    public async Task Upload_WhenTheSessionIsUnknown_Is404(string id)
    {
        using var response = await Api.PutFileAsync(id, new ByteArrayContent(Clip.Broken(20)));

        Assert.That((int)response.StatusCode, Is.EqualTo(404));
        Assert.That((await response.ReadJsonAsync()).GetProperty("detail").GetString(), Is.EqualTo("Upload not found"));
    }

    [Test]
    public async Task Upload_WhenItHasNoLength_Is411()
    {
        var id = await Api.OpenSessionAsync(await Api.CreateRoomAsync());

        using var response = await Api.PutFileAsync(id, new ByteArrayContent(Clip.Broken(20)), hasLength: false);

        Assert.That((int)response.StatusCode, Is.EqualTo(411));
    }

    [TestCase("text/plain", 415)]
    [TestCase("application/json", 415)]
    [TestCase("video/quicktime", 200)]
    [TestCase("application/octet-stream", 200)]
    public async Task Upload_TakesVideosOnly(string contentType, int status)
    {
        var id = await Api.OpenSessionAsync(await Api.CreateRoomAsync());

        using var response = await Api.PutFileAsync(id, new ByteArrayContent(Clip.Broken(20)), contentType);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    [TestCase("{}", "file must be a video")]
    [TestCase("", "file must not be empty")]
    public async Task Upload_WhenTheBytesAreNoVideo_Is422AndTheSessionStaysOpen(string content, string detail)
    {
        var room = await Api.CreateRoomAsync();
        var id = await Api.OpenSessionAsync(room);

        using var response = await Api.PutFileAsync(id, new StringContent(content));
        var refused = await Api.GetVideoAsync(room, id);
        await Api.UploadAsync(id, Clip.Broken());

        Assert.That((int)response.StatusCode, Is.EqualTo(422));
        Assert.That((await response.ReadJsonAsync()).GetProperty("detail").GetString(), Is.EqualTo(detail));
        Assert.That(refused.GetProperty("status").GetString(), Is.EqualTo("pending"));
        Assert.That(refused.GetProperty("failure").GetString(), Is.EqualTo("The file is damaged, or is not a video."));
        Assert.That((await Api.ReadMilestonesAsync(room))[..2], Is.EqualTo(["video_upload_created", "video_processing"]));
    }

    [Test]
    public async Task Upload_WhenTheFirstBytesAreNoVideo_IsRefusedBeforeTheRest()
    {
        var id = await Api.OpenSessionAsync(await Api.CreateRoomAsync());

        using var tcp = await Api.SendHeadAsync(id, new byte[1_000], length: 1_000_000);
        using var reader = new StreamReader(tcp.GetStream(), Encoding.ASCII);

        Assert.That(await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)), Does.StartWith("HTTP/1.1 422 "));
    }

    [TestCase("Content-Range", "bytes 0-19/40", 400)]
    [TestCase("Content-Encoding", "gzip", 415)]
    [TestCase("Content-Encoding", "identity", 200)]
    public async Task Upload_WhenItIsNotTheWholeFileAsItIs_IsRefused(string header, string value, int status)
    {
        var id = await Api.OpenSessionAsync(await Api.CreateRoomAsync());
        var content = new ByteArrayContent(Clip.Broken(20));
        content.Headers.TryAddWithoutValidation(header, value);

        using var response = await Api.PutFileAsync(id, content);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Headers.TryGetValues("Accept-Encoding", out var accepted) ? accepted.Single() : null, Is.EqualTo(status == 415 ? "identity" : null));
    }

    [Test]
    public async Task Upload_WhenItIsLargerThanAllowed_Is413()
    {
        await using var api = await StartServerAsync(("Uploads__MaxBytes", "1000"));
        var id = await api.OpenSessionAsync(await api.CreateRoomAsync());

        using var tooLarge = await api.PutFileAsync(id, new ByteArrayContent(Clip.Broken(1_001)));
        using var largest = await api.PutFileAsync(id, new ByteArrayContent(Clip.Broken(1_000)));

        Assert.That(((int)tooLarge.StatusCode, (int)largest.StatusCode), Is.EqualTo((413, 200)));
    }

    [Test]
    public async Task Upload_WhenTheClientStalls_EndsAndCanBeRetried()
    {
        await using var api = await StartServerAsync(("Uploads__IdleSeconds", "1"));
        var id = await api.OpenSessionAsync(await api.CreateRoomAsync());

        using var silent = await api.BeginUploadAsync(id, Clip.Broken(100_000), length: 1_000_000);
        using var reader = new StreamReader(silent.GetStream(), Encoding.ASCII);
        var status = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        await api.UploadAsync(id, Clip.Broken());

        Assert.That(status, Does.StartWith("HTTP/1.1 408 "));
    }

    [Test]
    public async Task Upload_WhenTheFileIsLarge_TakesNoMemoryForIt()
    {
        const long Megabyte = 1_024 * 1_024;
        await using var api = await StartServerAsync();
        var room = await api.CreateRoomAsync();
        await api.UploadAsync(await api.OpenSessionAsync(room), Clip.Broken((int)Megabyte));
        var id = await api.OpenSessionAsync(room);
        await File.WriteAllTextAsync($"/proc/{api.ProcessId}/clear_refs", "5");
        var before = PeakOf(api);

        using var response = await api.PutFileAsync(id, new StreamContent(new Zeros(128 * Megabyte)));

        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That(PeakOf(api) - before, Is.LessThan(50 * Megabyte));
    }

    private IEnumerable<string> PartsOf(Guid id) =>
        Api.Parts().Where(path => path.Contains(id.ToString(), StringComparison.Ordinal));

    private static long PeakOf(ApiServer api) => 1_024 * long.Parse(
        File.ReadLines($"/proc/{api.ProcessId}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Split(' ', '\t', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    private sealed class Zeros(long length) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Position);
            Array.Clear(buffer, offset, read);
            if (Position == 0)
                Clip.Broken(20).CopyTo(buffer, offset);
            Position += read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
