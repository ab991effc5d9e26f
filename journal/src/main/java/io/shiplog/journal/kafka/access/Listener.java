package io.shiplog.journal.kafka.access;

import java.util.List;

/** What a port of Kafka speaks, as a probe found it. Pure. */
sealed interface Listener {
    /**
     * A listener of Kafka.
     *
     * @param tls whether TLS is around it
     * @param mechanisms those of SASL that it takes; empty when it asks for none
     */
    record Speaks(boolean tls, List<String> mechanisms) implements Listener {
        public Speaks {
            mechanisms = List.copyOf(mechanisms);
        }

        @Override
        public String toString() {
            String protocol = (mechanisms.isEmpty() ? "" : "SASL_") + (tls ? "SSL" : "PLAINTEXT");
            return protocol + (mechanisms.isEmpty() ? "" : " with " + String.join(" or ", mechanisms));
        }
    }

    /** One that speaks TLS, and says nothing further without a client's certificate. */
    record DemandsCertificate() implements Listener {
        @Override
        public String toString() {
            return "SSL with a client certificate";
        }
    }

    /** Nobody listens, or what answers cannot be told: to be asked again later. */
    record Unknown() implements Listener {}

    /** What does not fit between a client's settings and a listener; empty when nothing is known to. */
    static String misfit(String protocol, String mechanism, Listener listener) {
        return switch (listener) {
            case Speaks speaks -> {
                boolean fits = protocol.endsWith("SSL") == speaks.tls()
                        && protocol.startsWith("SASL_") == !speaks.mechanisms().isEmpty();
                if (!fits) {
                    yield "it speaks " + speaks + ", but security.protocol is " + protocol;
                }
                yield speaks.mechanisms().isEmpty() || speaks.mechanisms().contains(mechanism)
                        ? ""
                        : "it takes " + String.join(" or ", speaks.mechanisms()) + ", but sasl.mechanism is "
                                + mechanism;
            }
            case DemandsCertificate demands ->
                protocol.endsWith("SSL") ? "" : "it speaks " + demands + ", but security.protocol is " + protocol;
            case Unknown _ -> "";
        };
    }
}
