// A Socket.IO server as its manual shows it: rooms, no saving. node server.js 8001
import { createServer } from "node:http";
import { randomUUID } from "node:crypto";
import { Server } from "socket.io";

const http = createServer((request, response) => response.end("ready"));
const io = new Server(http, { transports: ["websocket"], serveClient: false });
const lastSeq = new Map(); // in memory, so that the generator can detect lost or reordered messages

io.on("connection", (socket) => {
  const { room, user, username } = socket.handshake.query;
  socket.join(room);
  socket.emit("joined", { type: "user_joined" });
  socket.on("message", ({ content, client_id }) => {
    const seq = (lastSeq.get(room) ?? 0) + 1;
    lastSeq.set(room, seq);
    io.to(room).emit("message", {
      type: "message",
      user_id: user,
      username,
      content,
      client_id,
      id: randomUUID(),
      room_id: room,
      seq,
      timestamp: new Date().toISOString(),
    });
  });
});

http.listen(Number(process.argv[2]), "127.0.0.1");
