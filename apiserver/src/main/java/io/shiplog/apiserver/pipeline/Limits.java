package io.shiplog.apiserver.pipeline;

import java.time.Duration;

/**
 * How long a client may keep the server waiting, and how much of it a client may have.
 *
 * @param head for the head of a request, from the first byte on, or from the beginning of a connection
 * @param body for the body of a request, from its head on
 * @param answer for what serves a request, streams and watches aside: whatever it does then, the request is over
 * @param idle without a request on a connection
 * @param connections how many a client may have open at once; clients of the cluster itself have no bound
 */
public record Limits(Duration head, Duration body, Duration answer, Duration idle, int connections) {
    /**
     * Upstream's times (v1.34: ReadHeaderTimeout, the request timeout twice, IdleTimeout); its server has no bound of
     * connections.
     */
    public static final Limits DEFAULT = new Limits(
            Duration.ofSeconds(32), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(90), 1_000);

    /** How often it is looked whether somebody's time is over. */
    Duration look() {
        Duration shortest = head.compareTo(body) < 0 ? head : body;
        Duration quarter = (shortest.compareTo(idle) < 0 ? shortest : idle).dividedBy(4);
        return quarter.compareTo(Duration.ofSeconds(1)) < 0 ? quarter : Duration.ofSeconds(1);
    }
}
