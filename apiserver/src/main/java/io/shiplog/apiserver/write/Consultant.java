package io.shiplog.apiserver.write;

import io.shiplog.resources.write.Consultation;
import java.util.concurrent.CompletableFuture;

/** Asks those that a request's decisions await, and remembers what they said. One request owns it. */
public interface Consultant extends Consultation {
    /** Of the server itself, whose writes nobody is asked about. */
    Consultant NONE = new Nobody();

    /** Is never asked, and so has never to answer. */
    record Nobody() implements Consultant, Silent {
        @Override
        public CompletableFuture<Void> answered() {
            throw new IllegalStateException("nobody has been asked");
        }
    }

    /** Completes when everybody has answered whom the last decision awaited. */
    CompletableFuture<Void> answered();
}
