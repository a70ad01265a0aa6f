using VideoChat.LoadTests;

// All sockets are served by one thread that runs their callbacks itself: on one core a hop between threads costs more
// than reading the frame. The runtime reads these when the first socket is made.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");

return Commands.Run(args);
