package io.shiplog.agent.volume;

import java.time.Instant;

/** Who issues tokens to pods, as far as this node may ask. Blocks. */
@FunctionalInterface
public interface TokenSource {
    /** Nobody: pods that need a token wait. */
    TokenSource NONE = request -> {
        throw new VolumeException("failed to fetch token: this node knows no API server");
    };

    /**
     * What is asked for.
     *
     * @param account the pod's, of its namespace
     * @param audience empty for the API's
     * @param seconds how long it is to be good
     */
    record Request(String namespace, String account, String pod, String podUid, String audience, long seconds) {}

    /** A token, and when it ends. */
    record Token(String text, Instant end) {
        @Override
        public String toString() {
            return "a token until " + end;
        }
    }

    /** No API server answers. */
    final class UnreachableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public UnreachableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Gets one.
     *
     * @throws VolumeException when it is refused
     * @throws UnreachableException when nobody answers
     */
    Token issue(Request request);
}
