package io.shiplog.agent.server;

import io.shiplog.agent.spdy.SpdyConnection;
import io.shiplog.agent.spdy.SpdyStream;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetClient;
import java.util.HashMap;
import java.util.Map;

/**
 * One {@code kubectl port-forward}: connections to ports of a pod, each a pair of streams in one SPDY connection. A
 * stream's headers name its port, its request and whether it carries the data or, from us, what went wrong. On one
 * event loop.
 */
final class ForwardedPorts {
    /** SPDY's frames in the WebSocket's messages; an API server passes plain SPDY on in the same way. */
    static final String PROTOCOL = "SPDY/3.1+portforward.k8s.io";

    /** What kubectl 1.30 calls the same. */
    static final String OLD_NAME = "v2.portforward.k8s.io";

    private final NetClient client;
    private final ServedPods.Served pod;
    private final SpdyConnection connection;
    /** The streams whose other half has not come yet, by request. */
    private final Map<String, SpdyStream> halves = new HashMap<>();

    private ForwardedPorts(NetClient client, ServedPods.Served pod, ServerWebSocket socket) {
        this.client = client;
        this.pod = pod;
        this.connection = SpdyConnection.over(socket, this::opened);
    }

    /** Serves a client until it hangs up. To be called on the socket's event loop. */
    static void serve(NetClient client, ServedPods.Served pod, ServerWebSocket socket) {
        new ForwardedPorts(client, pod, socket);
    }

    private void opened(SpdyStream stream) {
        boolean data = stream.header("streamType").equals("data");
        if (!data && !stream.header("streamType").equals("error")) {
            stream.reset();
            return;
        }
        String request = request(stream, data);
        SpdyStream other = halves.remove(request);
        if (other == null) {
            halves.put(request, stream);
        } else {
            forward(data ? stream : other, data ? other : stream);
        }
    }

    /** Old clients do not number their requests: they open the error stream, then the data stream. */
    private static String request(SpdyStream stream, boolean data) {
        String said = stream.header("requestID");
        return said.isEmpty() ? "stream " + (data ? stream.id() - 2 : stream.id()) : said;
    }

    private void forward(SpdyStream data, SpdyStream error) {
        var forwarded = new ForwardedPort(connection, data, error);
        String port = data.header("port");
        var assignment = pod.worker().assignment();
        String failed = "error forwarding port " + port + " to pod " + assignment.name() + "_" + assignment.namespace()
                + ", uid " + assignment.uid() + ": ";
        if (!port.matches("[0-9]{1,5}")) {
            forwarded.fail("invalid port " + port);
        } else if (pod.node().context().engine().info().simulated()) {
            forwarded.fail(failed + "nothing listens in a simulated container");
        } else {
            client.connect(Integer.parseInt(port), pod.podIp())
                    .onSuccess(forwarded::join)
                    .onFailure(failure -> forwarded.fail(failed + failure.getMessage()));
        }
    }
}
