package io.shiplog.proxy.kernel;

import io.shiplog.proxy.Backend;
import io.shiplog.proxy.TrafficContract;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

class IptablesBackendTest extends TrafficContract {

    @BeforeAll
    static void needsTheRight() {
        String unavailable = IptablesBackend.unavailable();
        Assumptions.assumeTrue(unavailable == null, () -> "left out: " + unavailable);
    }

    @Override
    protected Backend start() {
        return new IptablesBackend(new Scope("TEST", "127.0.9.0/24"));
    }

    @Override
    protected boolean clusterAddresses() {
        return true;
    }
}
