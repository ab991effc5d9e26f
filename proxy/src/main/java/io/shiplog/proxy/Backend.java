package io.shiplog.proxy;

import io.shiplog.proxy.rules.RuleTable;

/** What steers packets. Owned by one thread; both implementations pass the same traffic tests. */
public interface Backend extends AutoCloseable {

    /**
     * Makes new connections follow {@code table}. Connections that are open go on as they are.
     *
     * @throws BackendException when the rules could not be installed; the former table stays in force and the caller
     *     tries again
     */
    void apply(RuleTable table);

    /**
     * Whether everything that {@link #apply} last installed is still there: others may take away what they did not
     * install.
     */
    boolean inForce();

    /** Removes what {@link #apply} installed: new connections to services find nobody. */
    @Override
    void close();

    /** Rules could not be installed. */
    final class BackendException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public BackendException(String message) {
            super(message);
        }

        public BackendException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
