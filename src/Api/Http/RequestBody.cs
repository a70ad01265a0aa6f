namespace VideoChat.Api.Http;

/// <summary>
/// The bytes of a JSON body. They are kept because the idempotency fingerprint needs them after the body is read.
/// </summary>
internal sealed record RequestBody(ReadOnlyMemory<byte> Bytes)
{
    public const int MaxBytes = 64 * 1_024;

    /// <exception cref="BadHttpRequestException">The body exceeds <see cref="MaxBytes"/> (413).</exception>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
            throw TooLarge();

        using var bytes = new MemoryStream((int?)request.ContentLength ?? 0);
        var buffer = new byte[4_096];
        int count;
        while ((count = await ReadAsync(request.Body, buffer, cancellationToken)) > 0)
        {
            if (bytes.Length + count > MaxBytes)
                throw TooLarge();
            bytes.Write(buffer, 0, count);
        }
        return new RequestBody(bytes.ToArray());
    }

    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is OverflowException)
        {
            // Kestrel reports a chunk size that overflows as a connection error, although the request is invalid.
            throw new BadHttpRequestException("The request body has an invalid chunk size.", exception);
        }
    }

    private static BadHttpRequestException TooLarge() =>
        new("The request body is too large.", StatusCodes.Status413PayloadTooLarge);
}
