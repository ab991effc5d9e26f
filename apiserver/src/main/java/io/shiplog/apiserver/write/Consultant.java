package io.shiplog.apiserver.write;

import io.shiplog.objects.View;
import io.shiplog.resources.write.Consultation;
import io.shiplog.resources.write.Target;
import java.util.concurrent.CompletableFuture;

/** Asks those that a request's decisions await, and remembers what they said. One request owns it. */
public interface Consultant extends Consultation {
    /** Of the server itself, whose writes nobody is asked about. */
    Consultant NONE = new Consultant() {
        @Override
        public boolean isSilent(View view, Target target) {
            return true;
        }

        @Override
        public Opinion change(View view, Subject subject) {
            return new Opinion.Agreed(subject.object());
        }

        @Override
        public Opinion consent(View view, Subject subject) {
            return new Opinion.Agreed(subject.object());
        }

        @Override
        public CompletableFuture<Void> answered() {
            throw new IllegalStateException("nobody has been asked");
        }
    };

    /** Completes when everybody has answered whom the last decision awaited. */
    CompletableFuture<Void> answered();
}
