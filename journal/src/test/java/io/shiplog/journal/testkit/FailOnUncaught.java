package io.shiplog.journal.testkit;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the test in which, or before whose end, a thread or an event loop met with an exception that nobody caught.
 * JUnit finds it by itself in every module that has the journal's tests on its path.
 */
public final class FailOnUncaught implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        UncaughtFaults.ofThisJvm();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check();
    }

    private static void check() {
        List<String> faults = UncaughtFaults.ofThisJvm().take();
        if (!faults.isEmpty()) {
            throw new AssertionError("nobody caught: " + String.join("; ", faults));
        }
    }
}
