package io.shiplog.journal.testkit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/**
 * The exceptions that nobody caught: those that ended a thread, and those that an event loop met with and only told its
 * log of. One of them in a JVM; thread-safe.
 */
public final class UncaughtFaults {
    private static final UncaughtFaults INSTANCE = new UncaughtFaults();

    /** What Vert.x, Netty and our own servers say when a callback has thrown something. */
    private static final List<String> SAID_OF_A_FAULT = List.of(
            "Unhandled exception",
            "An exception was thrown by",
            "An exceptionCaught() event was fired",
            "an event loop met with");

    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

    private UncaughtFaults() {
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> {
            fault.printStackTrace();
            faults.add("thread " + thread.getName() + " ended with " + fault);
        });
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            Listener listener = new Listener();
            listener.setContext(root.getLoggerContext());
            listener.start();
            root.addAppender(listener);
        }
    }

    /** Those of this JVM; from the first call on, none escapes. */
    public static UncaughtFaults ofThisJvm() {
        return INSTANCE;
    }

    /** Those since the last call. */
    public List<String> take() {
        List<String> taken = new ArrayList<>();
        for (String fault = faults.poll(); fault != null; fault = faults.poll()) {
            taken.add(fault);
        }
        return taken;
    }

    /** Takes those away that a test has provoked; whether there were any. */
    public boolean takeIf(Predicate<String> expected) {
        return faults.removeIf(expected);
    }

    private final class Listener extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            IThrowableProxy thrown = event.getThrowableProxy();
            if (thrown != null && SAID_OF_A_FAULT.stream().anyMatch(event.getMessage()::startsWith)) {
                faults.add(event.getThreadName() + ": " + event.getMessage() + ": " + thrown.getClassName() + ": "
                        + thrown.getMessage());
            }
        }
    }
}
