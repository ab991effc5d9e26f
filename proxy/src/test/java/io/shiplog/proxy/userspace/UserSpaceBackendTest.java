package io.shiplog.proxy.userspace;

import io.shiplog.proxy.Backend;
import io.shiplog.proxy.TrafficContract;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class UserSpaceBackendTest extends TrafficContract {
    private static final String RANGE = "10.96.77.0/24";

    private static Vertx vertx;
    private static boolean ranged;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        ranged = ClusterRange.take(RANGE);
    }

    @AfterAll
    static void shut() {
        if (ranged) {
            ClusterRange.release(RANGE);
        }
        vertx.close().await();
    }

    @Override
    protected Backend start() {
        return new UserSpaceBackend(vertx, List.of(NODE), ranged);
    }

    @Override
    protected boolean clusterAddresses() {
        return ranged;
    }
}
