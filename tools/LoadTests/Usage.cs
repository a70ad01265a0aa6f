namespace VideoChat.LoadTests;

internal static class Usage
{
    public const string Text = """
        Measures a running chat server and checks every delivery. Exits with 1 if a message was lost, duplicated or out of
        order, and with 2 if the measurement failed.

          dotnet run -c Release --project tools/LoadTests -- fanout --rooms 1 --members 200 --senders 4 --seconds 10

        Run the server in Release, without limits, on one core, and the generator on another:

          dotnet publish -c Release src/Api -o /tmp/videochat && cd /tmp/videochat
          RateLimiting__Enabled=false Storage__Path=/tmp/load taskset -c 0 dotnet VideoChat.Api.dll --urls http://127.0.0.1:8000
          taskset -c 1 dotnet tools/LoadTests/bin/Release/net10.0/VideoChat.LoadTests.dll fanout

        If the generator's "busy" is near 100 %, the figures show the generator's limit instead of the server's.
        tools/LoadTests/compare.sh does all of this, also for other servers, and compares the figures with the goals.

        fanout     many members in a room, few senders; a sender sends its next message when one returns
        intake     every member sends: --rooms 1 --window 256, or --rooms 10 --members 5 --window 64
          --rooms 1 --members 200       members of each room (intake: 1)
          --senders 4                   senders in each room, members too (intake: all)
          --window 1                    unconfirmed messages of a sender (intake: 256)
          --rate 0                      messages a second in total, independent of replies; 0: the window decides
          --bytes 100                   length of a message's content
          --warmup 2 --seconds 10       seconds that are only checked; seconds that are measured
        idle       silent connections: --connections 5000 --seconds 5
        reconnect  sockets that all reconnect together with ?after=: --sockets 2000 --rooms 100 --behind 50
        joins      users join one room within a second while others chat: --users 2000 --others 10 --rate 100
        http       one request, repeated: --path /rooms/… or --path /users --post '{"username":"ada"}',
                   --connections 32 --warmup 2 --seconds 5
        upload     a file through the upload proxy: --megabytes 256
        seed       fills the database of a stopped server: --database videochat.db --messages 1000000 --rooms 0 --room UUID
        verdict    compares the figures of compare.sh with the goals: --results FILE
        pairs      compares two builds by the figures of pairs.sh: --results FILE --tolerance 3, in %; exits with 3 if the
                   95 % interval of a median ratio lies wholly beyond the tolerance
        simulate   more machines and larger rooms than there are here, from the figures of scale.sh: --results FILE
          --node-cores 1 --database-cores 4 --tolerance 25   exits with 3 if the median error of the predictions is larger, in %

        Each takes
          --url http://127.0.0.1:8000   the server; fanout and intake take several that serve the same rooms: a,b,c
          --dialect videochat           videochat, signalr, socketio, or bare for the floors in Rivals
          --pid 0                       the server's process, to measure its CPU and memory; several: 12,34
          --database-pid 0 --redis-pid 0   the same for PostgreSQL and Redis
          --plain                       a key and a value per line, for programs
        """;
}
