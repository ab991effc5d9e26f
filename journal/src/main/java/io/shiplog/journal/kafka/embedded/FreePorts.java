package io.shiplog.journal.kafka.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports that nobody listens on. Kafka binds them only seconds later, and cannot be told to try others: so they
 * are taken from below the range out of which the kernel gives every outgoing connection a port, and from below the
 * node ports of services. Used by one thread.
 */
public final class FreePorts {
    static final int FIRST = 20_000;
    static final int LAST = 29_999;
    private static final int TRIES = 200;

    private final String host;
    private final Set<Integer> given = new HashSet<>();

    public FreePorts(String host) {
        this.host = host;
    }

    /** A port that was free a moment ago, and that was not given before. */
    public int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (isFree(port) && given.add(port)) {
                return port;
            }
        }
        return anyPort();
    }

    /** {@code wanted} if it is free and from the same range, or else another. */
    int nextOr(int wanted) {
        return wanted >= FIRST && wanted <= LAST && isFree(wanted) && given.add(wanted) ? wanted : next();
    }

    private boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** One of those that outgoing connections use too. */
    private int anyPort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + host, e);
        }
    }
}
