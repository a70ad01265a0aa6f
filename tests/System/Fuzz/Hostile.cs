namespace VideoChat.SystemTests.Fuzz;

/// <summary>Input of an attacker or a careless client.</summary>
internal static class Hostile
{
    /// <summary>JSON values in a body, some of them invalid.</summary>
    public static readonly string[] Json =
    [
        "null", "true", "false", "0", "-0", "-1", "1", "3", "1.5", "1e400", "-1e-400", "2147483648", "-9223372036854775809",
        "99999999999999999999999999999999", "0x10", "01", "NaN", "Infinity", "undefined", "", " ", "'a'", "\"", "{", "[",
        "{}", "[]", "[null]", "[[[[]]]]", "{\"a\":{\"b\":{}}}", "[1,\"a\",null,{}]",
        "\"\"", "\" \"", "\"a\"", "\"ab\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud83d\"", "\"\\ude00\\ud83d\"", "\"\\ud83d\\ude00\"",
        "\"\\u202e\\u200b\\ufeff\"", "\"\\uffff\\ufffe\"", "\"a\u0301\u0327\"", "\"\\u0085\\u2028\"", "\"\t\"", "\"\\x41\"", "\"\\u12\"",
        "\"'; DROP TABLE users; --\"", "\"' OR 1=1 --\"", "\"%' ESCAPE '\"", "\"$1\"", "\"{0}\"", "\"{{7*7}}\"", "\"${jndi:ldap://x.invalid/a}\"",
        "\"<script>alert(1)</script>\"", "\"../../../../etc/passwd\"", "\"C:\\\\con\\\\nul\"", "\"$(reboot)\"", "\"`id`\"", "\"\\r\\nSet-Cookie: a=b\"",
        "\"%00\"", "\"%n%s%x\"", "\"00000000-0000-0000-0000-000000000000\"", "\"{01a20817-2d1c-7000-824c-07208b2293ec}\"",
        "\"01A20817-2D1C-7000-824C-07208B2293EC\"", "\"01a20817-2d1c-7000-824c-07208b2293e\"", "\"ffffffff-ffff-ffff-ffff-ffffffffffff\"",
        "\"https://hooks.invalid/a\"", "\"http://127.0.0.1/a\"", "\"https://[::ffff:127.0.0.1]/\"", "\"https://user:pw@hooks.invalid/\"",
        "\"file:///etc/passwd\"", "\"javascript:alert(1)\"", "\"https://\"", "\"//hooks.invalid\"", "\"https://hooks.invalid:99999/\"",
        "\"https://h\\u0000.invalid/\"", "\"https://\\ud83d.invalid/\"", "\"https://xn--.invalid/\"", "\"https://1.2.3.4.5/\"", "\"gopher://hooks.invalid\"",
        "\"message.posted\"", "[\"message.posted\"]", "[\"message.posted\",\"message.posted\"]", "[\"nothing.happened\"]", "[7]",
    ];

    /// <summary>Bodies that are invalid for every operation.</summary>
    public static readonly Func<byte[]>[] Bodies =
    [
        () => [],
        () => "null"u8.ToArray(),
        () => "\"a\""u8.ToArray(),
        () => "[]"u8.ToArray(),
        () => "{}{}"u8.ToArray(),
        () => "{\"a\":1,}"u8.ToArray(),
        () => "{/**/}"u8.ToArray(),
        () => [0],
        () => [0xFF, 0xFE, (byte)'{', 0, (byte)'}', 0],
        () => [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'],
        () => [(byte)'"', 0xC0, 0xAF, (byte)'"'],
        () => [(byte)'"', 0xED, 0xA0, 0x80, (byte)'"'],
        () => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xAB, 0xAE, 5, 0],
        () => [.. Enumerable.Repeat((byte)'[', 60_000)],
        () => [.. Enumerable.Repeat("{\"a\":"u8.ToArray(), 10_000).SelectMany(piece => piece)],
        () => [.. "{\"a\":"u8, .. Enumerable.Repeat((byte)'9', 60_000), .. "}"u8],
        () => [.. Enumerable.Repeat((byte)' ', 65_537)],
        () => [.. Enumerable.Repeat((byte)'[', 300_000)],
    ];

    /// <summary>A path segment or a query value, escaped or raw.</summary>
    public static readonly string[] Segments =
    [
        "0", "-1", "1", "null", "undefined", "%20", "%00", "a%00b", "%0a", "%0d%0aSet-Cookie:%20a=b", "..", "%2e%2e", "..%2f..%2fetc%2fpasswd",
        "%2f", "%5c", "%", "%zz", "%25", "%252e", "%c0%af", "%ed%a0%80", "%f0%9f%98%80", "%ff", "*", "~", ";a=b", "a;b", "a,b", "a:b", "@", "$", "'", "%22",
        "'%20OR%201=1--", "%27%3b%20DROP%20TABLE%20users", "{0}", "%7b01a20817-2d1c-7000-824c-07208b2293ec%7d", "01A20817-2D1C-7000-824C-07208B2293EC",
        "01a20817-2d1c-7000-824c-07208b2293e", "01a208172d1c7000824c07208b2293ec", "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff", "%30%31a20817-2d1c-7000-824c-07208b2293ec", "9999999999999999999999", "1.5", "1e3", "0x10", "+1", "%201", "1%20",
        "%d9%a3", "true", "NaN", "-9223372036854775808", "9223372036854775807", "2147483647", "2147483648",
        new('a', 2_000), new('9', 2_000), string.Concat(Enumerable.Repeat("%2e%2e%2f", 200)),
    ];

    public static readonly string[] ContentTypes =
    [
        "application/json; charset=utf-8", "application/json;charset=\"utf-8\"", "application/json; charset=utf-16", "application/json; charset=nonsense",
        "application/problem+json", "application/json, text/plain", "application/json;", "application/json; a", "text/plain", "text/html", "application/xml",
        "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=\"", "multipart/form-data; boundary=a", "video/mp4",
        "video/", "application/octet-stream", "*/*", "application/*", "nonsense", "/", ";", "\"", "application/json\t", "APPLICATION/JSON", "video/x\u00e9",
    ];

    /// <summary>Host names that do not fit into a URL.</summary>
    public static readonly string[] Hosts =
        ["a..b", ".", "", "x:99999", "x:a", ":80", "[::1", "[a]", "a,b", "%41", "-", "xn--", "xn--a.xn--", new('a', 300), string.Concat(Enumerable.Repeat("a.", 200)) + "b"];

    /// <summary>Headers that the server reads, and some that other servers read.</summary>
    public static readonly (string Name, string Value)[] Headers =
    [
        ("Idempotency-Key", "a"), ("Idempotency-Key", " "), ("Idempotency-Key", "\u00e9"), ("Idempotency-Key", "a\tb"), ("Idempotency-Key", "' OR 1=1 --"),
        ("Idempotency-Key", new string('k', 256)), ("Accept", "text/html"), ("Accept", "nonsense"), ("Accept", "application/xml;q=nonsense"), ("Accept", "*/*;q=2"),
        ("Accept-Encoding", "gzip, br, nonsense"), ("Accept-Language", "xx"), ("Content-Encoding", "gzip"), ("Content-Encoding", "nonsense"), ("Content-Language", "x"),
        ("Authorization", "Bearer"), ("Authorization", "Bearer \u00e9"), ("Authorization", "Basic Og=="), ("Authorization", "nonsense"),
        ("Range", "bytes=0-"), ("Range", "bytes=9-1"), ("Range", "bytes=-1,-2,-3"), ("If-None-Match", "\""), ("If-Modified-Since", "nonsense"), ("If-Match", "*"),
        ("Origin", "null"), ("Origin", "https://evil.invalid"), ("Origin", "nonsense"), ("Cookie", "a=\u00e9; ;=;"), ("Expect", "nonsense"),
        ("X-Forwarded-For", "nonsense"), ("X-Forwarded-For", "1.2.3.4, ::1"), ("X-Forwarded-Proto", "nonsense"), ("X-Forwarded-Host", "a b"), ("Forwarded", "for=\""),
        ("X-HTTP-Method-Override", "DELETE"), ("Upgrade", "h2c"), ("Upgrade", "websocket"), ("Sec-WebSocket-Key", "a"), ("traceparent", "00-nonsense-01"),
        ("traceparent", "00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-ff"), ("tracestate", "="), ("baggage", "=,;%"), ("Request-Id", "|"),
        ("X-BunnyStream-Signature", "zz"), ("X-BunnyStream-Signature-Version", "v1"), ("X-BunnyStream-Signature-Algorithm", "hmac-sha256"),
    ];
}
