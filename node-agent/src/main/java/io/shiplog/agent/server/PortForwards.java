package io.shiplog.agent.server;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /portForward}: connections to ports of a pod inside a WebSocket. As {@link ForwardedPorts} where the client
 * asks for that; else the n-th {@code port} parameter has channel 2n for data and 2n+1 for errors, and each channel
 * begins with the port as two bytes, lower first. All of it on the event loop.
 */
final class PortForwards {
    private static final Logger log = LoggerFactory.getLogger(PortForwards.class);
    private static final int MAX_PORTS = 100;
    private static final int CONNECT_MILLIS = 10_000;

    private final NetClient client;
    private final ServedPods pods;

    PortForwards(Vertx vertx, ServedPods pods) {
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS));
        this.pods = pods;
    }

    void handle(HttpServerRequest request, String namespace, String pod) {
        ServedPods.Served served = pods.find(namespace, pod);
        String offered = request.getHeader("Sec-WebSocket-Protocol");
        boolean spdy = offered != null
                && (offered.contains(ForwardedPorts.PROTOCOL) || offered.contains(ForwardedPorts.OLD_NAME));
        List<Integer> ports = spdy ? List.of() : ports(request);
        if (!request.canUpgradeToWebSocket()) {
            throw RequestException.badRequest(
                    "this path speaks " + ForwardedPorts.PROTOCOL + " and " + Channels.V4 + " over WebSockets only");
        }
        request.toWebSocket()
                .onSuccess(socket -> {
                    if (spdy) {
                        ForwardedPorts.serve(client, served, socket);
                    } else {
                        connect(socket, served, ports);
                    }
                })
                .onFailure(refused -> log.debug("a WebSocket was not opened", refused));
    }

    private static List<Integer> ports(HttpServerRequest request) {
        var ports = new ArrayList<Integer>();
        for (String text : request.params().getAll("port")) {
            for (String one : text.split(",", -1)) {
                if (!one.matches("[0-9]{1,5}")) {
                    throw RequestException.badRequest("invalid port " + one);
                }
                ports.add(Integer.valueOf(one));
            }
        }
        if (ports.isEmpty() || ports.size() > MAX_PORTS) {
            throw RequestException.badRequest("you must specify between 1 and " + MAX_PORTS + " ports");
        }
        return ports;
    }

    private void connect(ServerWebSocket socket, ServedPods.Served pod, List<Integer> ports) {
        socket.pause();
        List<NetSocket> targets = new ArrayList<>();
        socket.closeHandler(gone -> targets.forEach(NetSocket::close));
        connectNext(socket, pod.podIp(), ports, targets);
    }

    private void connectNext(ServerWebSocket socket, String podIp, List<Integer> ports, List<NetSocket> targets) {
        int index = targets.size();
        if (index == ports.size()) {
            socket.binaryMessageHandler(message -> toTarget(message, targets, socket));
            socket.resume();
            return;
        }
        int port = ports.get(index);
        Buffer prefix = Buffer.buffer().appendByte((byte) port).appendByte((byte) (port >> 8));
        send(socket, 2 * index, prefix);
        send(socket, 2 * index + 1, prefix);
        client.connect(port, podIp)
                .onSuccess(target -> {
                    fromTarget(target, socket, 2 * index);
                    targets.add(target);
                    if (socket.isClosed()) {
                        target.close();
                        return;
                    }
                    connectNext(socket, podIp, ports, targets);
                })
                .onFailure(failure -> {
                    String message = "error forwarding port " + port + " to pod: " + failure.getMessage();
                    send(socket, 2 * index + 1, Buffer.buffer(message.getBytes(StandardCharsets.UTF_8)));
                    socket.close();
                });
    }

    private static void fromTarget(NetSocket target, ServerWebSocket socket, int channel) {
        target.handler(bytes -> {
            send(socket, channel, bytes);
            if (socket.writeQueueFull()) {
                target.pause();
                socket.drainHandler(drained -> target.resume());
            }
        });
        // Not the close handler, which runs at once: what the pod sent last may still wait for a slow client.
        target.endHandler(sent -> socket.close());
    }

    private static void toTarget(Buffer message, List<NetSocket> targets, ServerWebSocket socket) {
        int channel = message.length() == 0 ? -1 : message.getByte(0) & 0xff;
        if (channel < 0 || channel % 2 == 1 || channel / 2 >= targets.size()) {
            return;
        }
        NetSocket target = targets.get(channel / 2);
        target.write(message.slice(1, message.length()));
        if (target.writeQueueFull()) {
            socket.pause();
            target.drainHandler(drained -> socket.resume());
        }
    }

    private static void send(ServerWebSocket socket, int channel, Buffer bytes) {
        if (!socket.isClosed()) {
            socket.writeBinaryMessage(
                    Buffer.buffer(bytes.length() + 1).appendByte((byte) channel).appendBuffer(bytes));
        }
    }
}
