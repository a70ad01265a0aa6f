namespace VideoChat.LoadTests;

internal static class Usage
{
    public const string Text = """
        Measures a running chat server and checks every delivery: lost, doubled and out of order make it exit with 1;
        what could not be measured with 2.

          dotnet run -c Release --project tools/LoadTests -- fanout --rooms 1 --members 200 --senders 4 --seconds 10

        The server runs in Release, without limits, and on a core of its own, the generator on another:

          dotnet publish -c Release src/Api -o /tmp/videochat && cd /tmp/videochat
          RateLimiting__Enabled=false Storage__Path=/tmp/load taskset -c 0 dotnet VideoChat.Api.dll --urls http://127.0.0.1:8000
          taskset -c 1 dotnet tools/LoadTests/bin/Release/net10.0/VideoChat.LoadTests.dll fanout

        Only the generator's "busy" tells whether the generator or the server was measured: well below 100 % is well.
        tools/LoadTests/compare.sh does all that, for other servers too, and holds the figures against the goals.

        fanout     many members in a room, few senders; a sender sends its next message when one came back
        intake     every member sends: --rooms 1 --window 256, or --rooms 10 --members 5 --window 64
          --rooms 1 --members 200       members of each room (intake: 1)
          --senders 4                   senders in each room, members too (intake: all)
          --window 1                    messages of a sender under way (intake: 256)
          --rate 0                      messages a second in all, whatever comes back; 0: as the window lets
          --bytes 100                   length of a message's content
          --warmup 2 --seconds 10       checked but not counted; counted
        idle       connections that say nothing: --connections 5000 --seconds 5
        reconnect  sockets that all come back at once with ?after=: --sockets 2000 --rooms 100 --behind 50
        joins      users join one room within a second while others talk: --users 2000 --others 10 --rate 100
        http       one request again and again: --path /rooms/… or --path /users --post '{"username":"ada"}',
                   --connections 32 --warmup 2 --seconds 5
        upload     a file through the upload proxy: --megabytes 256
        seed       fills the database of a stopped server: --database videochat.db --messages 1000000 --rooms 0 --room UUID
        verdict    holds the figures of compare.sh against the goals: --results FILE
        pairs      compares two builds by the figures of pairs.sh: --results FILE --tolerance 3, in %; exits with 3 if the
                   95 % interval of a median ratio lies wholly beyond the tolerance
        simulate   more machines and larger rooms than there are here, from the figures of scale.sh: --results FILE
          --node-cores 1 --database-cores 4 --tolerance 25   exits with 3 where half of the loads are foretold worse, in %

        Each takes
          --url http://127.0.0.1:8000   the server; fanout and intake take several that serve the same rooms: a,b,c
          --dialect videochat           videochat, signalr, socketio, or bare for the floors in Rivals
          --pid 0                       the server's process, to tell how busy it is and what it holds; several: 12,34
          --database-pid 0 --redis-pid 0   the same of PostgreSQL and Redis
          --plain                       a key and a value per line, for programs
        """;
}
