using VideoChat.LoadTests;

// One thread serves all sockets and runs their callbacks, because on one core a hop between threads costs more than reading the frame. The
// runtime reads these settings when the first socket is created.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");

return Commands.Run(args);
